#include "lessons/mermaid.h"

#include <fstream>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "context/context.h"
#include "kata/process.h"
#include "lessons/text.h"

namespace lessons {
namespace {

namespace fs = std::filesystem;

constexpr int no_package = 3;  // parse_mermaid.mjs

struct Diagram {
  const Page* page;
  const Node* block;
};

std::vector<Diagram> diagrams_in(const std::vector<Page>& pages) {
  std::vector<Diagram> diagrams;
  for (const Page& page : pages) {
    for (const Node& node : page.nodes) {
      const bool is_diagram = node.kind == Kind::code_block && trimmed(node.detail) == "mermaid";
      if (is_diagram) diagrams.push_back({&page, &node});
    }
  }
  return diagrams;
}

/// A folder that is gone when this is.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / fmt::format("lesson-check-{}", ::getpid())) {
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

Diagrams check_diagrams(const std::vector<Page>& pages, const fs::path& script) {
  const std::vector<Diagram> diagrams = diagrams_in(pages);
  if (diagrams.empty()) return {};

  const Folder folder;
  kata::Command command{.words = {"node", script.string()},
                        .folder = script.parent_path(),
                        .environment = {},
                        .on_output = {}};
  for (const Diagram& diagram : diagrams) {
    const fs::path file = folder.path() / fmt::format("{}.mmd", command.words.size());
    std::ofstream(file) << diagram.block->text;
    command.words.push_back(file.string());
  }
  const auto run = kata::run(context::background(), command);
  if (run.end == kata::End::not_started) return {.skipped = "there is no node", .findings = {}};
  if (run.end == kata::End::exited && run.number == no_package) {
    return {.skipped = "mermaid is not installed (npm ci in " + script.parent_path().string() +
                       " does that)",
            .findings = {}};
  }

  Diagrams result;
  const std::vector<std::string> words = lines_of(run.output);
  for (std::size_t i = 0; i < diagrams.size(); ++i) {
    ++result.parsed;
    const std::string word = i < words.size() ? words[i] : run.output;
    if (word == "ok") continue;
    result.findings.push_back({.file = diagrams[i].page->file,
                               .line = diagrams[i].block->line,
                               .what = "mermaid can't parse this diagram",
                               .expected = "a diagram",
                               .found = word,
                               .mend = {}});
  }
  return result;
}

}  // namespace lessons
