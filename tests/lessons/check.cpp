#include "lessons/check.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "lessons/blocks.h"
#include "lessons/mermaid.h"
#include "lessons/prose.h"
#include "lessons/ritual.h"
#include "lessons/shell.h"
#include "lessons/tag.h"
#include "lessons/text.h"

namespace lessons {
namespace {

struct Task {
  std::size_t page;
  std::size_t node;
};

/// Most blocks wait for a compiler or a test program: as many at a time as there are processors.
std::vector<Checked> check_blocks(const Tree& tree, Bench& bench, const std::vector<Page>& pages,
                                  const std::vector<Task>& tasks, const std::string& program) {
  std::vector<Checked> results(tasks.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
      results[i] = check_block(tree, bench, pages[tasks[i].page], tasks[i].node, program);
    }
  };
  std::vector<std::jthread> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
    workers.emplace_back(work);
  }
  workers.clear();
  return results;
}

std::expected<void, std::string> apply(const Tree& tree, const Page& page,
                                       std::vector<Edit> edits) {
  std::vector<std::string> lines = page.lines;
  std::ranges::sort(edits, std::greater(), &Edit::first_line);  // from the end, so lines stay put
  for (const Edit& edit : edits) {
    const auto first = lines.begin() + edit.first_line;
    const auto position = lines.erase(first, lines.begin() + edit.last_line - 1);
    const std::vector<std::string> text = lines_of(edit.text);
    lines.insert(position, text.begin(), text.end());
  }
  return write_file(tree.root() / page.file, joined(lines));
}

bool is_checkable(const Node& node) {
  const auto tag = read_tag(node.detail);
  return !tag ||
         (!std::holds_alternative<Sketch>(*tag) && !std::holds_alternative<ForComparison>(*tag));
}

void append(std::vector<Finding>& all, std::vector<Finding> some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

}  // namespace

std::vector<std::string> all_pages(const Tree& tree) {
  std::vector<std::string> pages;
  for (const std::string& file : tree.files()) {
    const bool is_lesson = file.starts_with("steps/") && file.ends_with("/README.md");
    const bool is_note = file.starts_with("notes/") && file.ends_with(".md");
    if (file == "README.md" || is_lesson || is_note) pages.push_back(file);
  }
  return pages;
}

std::expected<Page, Finding> load_page(const Tree& tree, const std::string& file) {
  const auto finding = [&file](int line, std::string what) {
    return std::unexpected(Finding{.file = file,
                                   .line = line,
                                   .what = std::move(what),
                                   .expected = {},
                                   .found = {},
                                   .mend = {}});
  };
  const auto text = read_file(tree.root() / file);
  if (!text) return finding(1, text.error());
  if (const auto line = first_line_not_utf8(*text)) {
    return finding(*line, "this line is not UTF-8, so nothing in this page was checked");
  }
  Page page = read_page(file, *text);
  for (const Node& node : page.nodes) {
    if (node.kind == Kind::code_block && !node.closed) {
      return finding(node.line, "this fence is never closed, so nothing in this page was checked");
    }
  }
  return page;
}

Report check(const Tree& tree, Bench& bench, const Options& options) {
  Report report;
  std::vector<Page> pages;
  for (const std::string& file : options.files.empty() ? all_pages(tree) : options.files) {
    ++report.pages;
    if (auto page = load_page(tree, file)) {
      pages.push_back(*std::move(page));
    } else {
      report.findings.push_back(std::move(page.error()));
    }
  }

  std::vector<Task> tasks;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    append(report.findings, check_ritual(tree, pages[i]));
    append(report.findings, check_table_of_steps(tree, pages[i]));
    append(report.findings, check_prose(tree, pages[i]));
    append(report.findings, check_links(tree, pages[i]));
    append(report.findings, check_shell(tree, pages[i]));
    for (std::size_t j = 0; j < pages[i].nodes.size(); ++j) {
      const Node& node = pages[i].nodes[j];
      if (node.kind != Kind::code_block) continue;
      tasks.push_back({i, j});
      ++report.blocks;
      if (is_checkable(node)) ++report.checked;
    }
  }

  Diagrams diagrams = check_diagrams(pages, tree.root() / "tests/lessons/parse_mermaid.mjs");
  append(report.findings, std::move(diagrams.findings));
  report.skipped = std::move(diagrams.skipped);
  if (!report.skipped.empty()) {
    for (const Task& task : tasks) {
      if (trimmed(pages[task.page].nodes[task.node].detail) == "mermaid") --report.checked;
    }
  }

  std::vector<Checked> results = check_blocks(tree, bench, pages, tasks, options.program);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    std::vector<Edit> edits;
    for (std::size_t j = 0; j < tasks.size(); ++j) {
      if (tasks[j].page != i || !results[j].finding) continue;
      if (options.write && results[j].edit) {
        report.mended.push_back(fmt::format("{}:{}", pages[i].file, results[j].edit->first_line));
        edits.push_back(*std::move(results[j].edit));
      } else {
        report.findings.push_back(*std::move(results[j].finding));
      }
    }
    if (edits.empty()) continue;
    if (const auto written = apply(tree, pages[i], std::move(edits)); !written) {
      report.findings.push_back({.file = pages[i].file,
                                 .line = 1,
                                 .what = written.error(),
                                 .expected = {},
                                 .found = {},
                                 .mend = {}});
    }
  }
  std::ranges::sort(report.findings, {}, [](const Finding& finding) {
    return std::tie(finding.file, finding.line, finding.what);
  });
  return report;
}

}  // namespace lessons
