#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lessons/finding.h"
#include "lessons/markdown.h"
#include "lessons/tree.h"

namespace lessons {

/// Checks the `sh` blocks of a page: each program must exist, and so must each subcommand of
/// ./kata, each step, preset, target and file that is given to one.
std::vector<Finding> check_shell(const Tree& tree, const Page& page);

/// What is wrong with one command, in a sentence; none if nothing is.
std::optional<std::string> trouble_with(const Tree& tree, const std::vector<std::string>& command);

}  // namespace lessons
