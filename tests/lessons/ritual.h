#pragma once
#include <vector>

#include "lessons/finding.h"
#include "lessons/markdown.h"
#include "lessons/tree.h"

namespace lessons {

/// Checks that a lesson follows the ritual: its headings, its hints, its last word. Says nothing of
/// pages that aren't lessons.
std::vector<Finding> check_ritual(const Tree& tree, const Page& page);

/// Checks that the README's table of steps names each folder of steps/, in order. Says nothing of
/// other pages.
std::vector<Finding> check_table_of_steps(const Tree& tree, const Page& page);

}  // namespace lessons
