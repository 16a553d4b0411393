#pragma once
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kata/text.h"

namespace lessons {

/// The lines of `text` without their ends; a last line without an end counts too.
std::vector<std::string> lines_of(std::string_view text);

/// The lines with an end each.
std::string joined(const std::vector<std::string>& lines);

using kata::trimmed;

/// The pieces of `text` between the `separator`s, trimmed.
std::vector<std::string> split(std::string_view text, char separator);

/// Takes away the indentation that all lines that aren't blank have in common, and blank lines at
/// both ends.
std::vector<std::string> dedented(std::vector<std::string> lines);

/// The first line, counted from 1, that isn't UTF-8; none if all are.
std::optional<int> first_line_not_utf8(std::string_view text);

/// The whole file, or in a sentence why not.
std::expected<std::string, std::string> read_file(const std::filesystem::path& path);

/// Replaces the file as a whole: whoever reads it meets the old text or the new. An error is said
/// in a sentence, and then the old file is still there.
std::expected<void, std::string> write_file(const std::filesystem::path& path,
                                            std::string_view text);

}  // namespace lessons
