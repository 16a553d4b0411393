#pragma once
#include <vector>

#include "lessons/finding.h"
#include "lessons/markdown.h"
#include "lessons/tree.h"

namespace lessons {

/// Checks what the text itself speaks of: steps by number, and in `code` files, tests, targets and
/// commands. Each must exist.
std::vector<Finding> check_prose(const Tree& tree, const Page& page);

/// Checks the links: each file, folder and anchor must exist. What is out in the net isn't asked.
std::vector<Finding> check_links(const Tree& tree, const Page& page);

}  // namespace lessons
