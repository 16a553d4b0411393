#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>

#include "lessons/prose.h"
#include "lessons/text.h"

namespace lessons {
namespace {

namespace fs = std::filesystem;

bool is_elsewhere(std::string_view target) {
  return target.find("://") != std::string_view::npos || target.starts_with("mailto:");
}

Finding missing(const Page& page, const Node& link, std::string what, std::string expected) {
  return {.file = page.file,
          .line = link.line,
          .what = std::move(what),
          .expected = std::move(expected),
          .found = link.detail,
          .mend = {}};
}

void check_link(const Tree& tree, const Page& page, const Node& link,
                std::vector<Finding>& findings) {
  const std::size_t hash = link.detail.find('#');
  const std::string path = link.detail.substr(0, hash);
  const std::string anchor = hash == std::string::npos ? "" : link.detail.substr(hash + 1);
  const std::string file =
      path.empty() ? page.file
                   : (fs::path(page.file).parent_path() / path).lexically_normal().string();
  if (path.starts_with("/") || file.starts_with("..")) {
    findings.push_back(missing(page, link, "this link leaves the kata", "a relative path"));
    return;
  }
  if (!tree.has(file)) {
    findings.push_back(missing(page, link, "this link goes nowhere", nearest(file, tree.files())));
    return;
  }
  if (anchor.empty() || !file.ends_with(".md")) return;
  const auto text = read_file(tree.root() / file);
  const auto there =
      path.empty() ? anchors(page) : anchors(read_page(file, text.value_or(std::string())));
  if (std::ranges::find(there, anchor) == there.end()) {
    findings.push_back(
        missing(page, link, "there is no such heading in " + file, "#" + nearest(anchor, there)));
  }
}

}  // namespace

std::vector<Finding> check_links(const Tree& tree, const Page& page) {
  std::vector<Finding> findings;
  for (const Node& node : page.nodes) {
    const bool is_raw = node.kind == Kind::html && (node.text.find("href=") != std::string::npos ||
                                                    node.text.find("src=") != std::string::npos);
    if (is_raw) {
      findings.push_back(missing(page, node, "a link in HTML escapes this check",
                                 "a link in Markdown: [text](target)"));
    } else if (node.kind == Kind::link && !is_elsewhere(node.detail)) {
      check_link(tree, page, node, findings);
    }
  }
  return findings;
}

}  // namespace lessons
