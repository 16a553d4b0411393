#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace lessons {

/// What a program printed, with paths that don't depend on the machine: `roots`, absolute paths,
/// vanish from their fronts.
std::string without_roots(std::string text, const std::vector<std::string>& roots);

/// What a program printed, made comparable: durations, addresses and thread ids become the same
/// everywhere. Nothing else changes.
std::string normalised(const std::string& text);

/// Whether `excerpt` is what was printed. A line `...` of the excerpt stands for any number of
/// lines. Both are normalised first.
bool shows(std::string_view excerpt, std::string_view printed);

/// The excerpt as it would have to be now. It keeps the lines that are still right, and its `...`
/// with the lines beside them; if those are no longer printed, says so in a sentence.
std::expected<std::string, std::string> brought_up_to_date(std::string_view excerpt,
                                                           std::string_view printed);

/// From a whole run of googletest: what it printed for the test `name`, without its first and last
/// line. An error is a sentence.
std::expected<std::string, std::string> printed_by_test(std::string_view run,
                                                        const std::string& name);

}  // namespace lessons
