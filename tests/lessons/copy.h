#pragma once
#include <expected>
#include <filesystem>
#include <string>

#include "lessons/bench.h"
#include "lessons/tree.h"

namespace lessons {

/// Where the copy of the kata lies in which `./kata` is tried out.
std::filesystem::path copy_of_kata(const std::filesystem::path& build_folder);

/// Makes `copy` a kata in which each step is at its start, but for the subject's. Writes only what
/// differs, so that little is built anew. An error is a sentence.
std::expected<void, std::string> copy_kata(const Tree& tree, const std::filesystem::path& copy,
                                           const Subject& subject);

}  // namespace lessons
