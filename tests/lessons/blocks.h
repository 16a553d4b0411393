#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lessons/bench.h"
#include "lessons/finding.h"
#include "lessons/markdown.h"
#include "lessons/tree.h"

namespace lessons {

/// New text for a fenced block: for the lines between its fences.
struct Edit {
  int first_line = 0;  // the fence
  int last_line = 0;   // the closing fence
  std::string text;
};

/// What came of checking one block. A finding that has an edit is mended by it.
struct Checked {
  std::optional<Finding> finding;
  std::optional<Edit> edit;
};

/// Checks one fenced block, the node of this index: that it is tagged, and that its tag tells the
/// truth. Commands and diagrams have checks of their own. `program` is how the check is called.
Checked check_block(const Tree& tree, Bench& bench, const Page& page, std::size_t index,
                    const std::string& program);

}  // namespace lessons
