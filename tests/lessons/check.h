#pragma once
#include <expected>
#include <string>
#include <vector>

#include "lessons/bench.h"
#include "lessons/finding.h"
#include "lessons/markdown.h"
#include "lessons/tree.h"

namespace lessons {

struct Options {
  std::vector<std::string> files;  // from the root; none: all pages there are
  bool write = false;              // mend what can be mended
  std::string program;             // how the check is called, for its messages
};

struct Report {
  std::vector<Finding> findings;    // in the order of the pages and their lines
  std::vector<std::string> mended;  // file:line
  int pages = 0;
  int blocks = 0;       // fenced
  int checked = 0;      // of these; the others aren't: a sketch, a comparison, a skipped diagram
  std::string skipped;  // a sentence on diagrams that weren't parsed
};

/// The pages that are checked when none are named: README.md, the lessons, the notes.
std::vector<std::string> all_pages(const Tree& tree);

/// A page of the kata; a finding if it can't be read, isn't UTF-8 or has a fence without end.
std::expected<Page, Finding> load_page(const Tree& tree, const std::string& file);

/// Checks the pages. With `write`, each page that can be mended is replaced as a whole, and what is
/// mended is no finding.
Report check(const Tree& tree, Bench& bench, const Options& options);

}  // namespace lessons
