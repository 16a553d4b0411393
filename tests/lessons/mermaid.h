#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "lessons/finding.h"
#include "lessons/markdown.h"

namespace lessons {

/// What the parser said of the diagrams, or why it wasn't asked.
struct Diagrams {
  int parsed = 0;
  std::string skipped;  // a sentence; empty: they were parsed
  std::vector<Finding> findings;
};

/// Parses all `mermaid` blocks of all pages, with one run of mermaid's own parser; `script` is
/// parse_mermaid.mjs.
Diagrams check_diagrams(const std::vector<Page>& pages, const std::filesystem::path& script);

}  // namespace lessons
