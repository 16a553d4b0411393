#include "lessons/ritual.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lessons/text.h"

namespace lessons {
namespace {

constexpr std::array<std::string_view, 7> headings{"The story so far",
                                                   "Read the test",
                                                   "Watch it fail",
                                                   "Make it pass",
                                                   "Look again",
                                                   "Compare",
                                                   "In Go, and in the standard library"};
constexpr std::string_view section_of_hints = "Make it pass";
constexpr std::string_view section_of_solution = "Compare";
constexpr int fewest_hints = 3;
constexpr std::ptrdiff_t longest_code_of_early_hints = 3;

int count(std::string_view text, std::string_view part) {
  int times = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; ++at) ++times;
  return times;
}

class Ritual {
 public:
  Ritual(const Tree& tree, const Step& step, const Page& page)
      : tree_(tree), step_(step), page_(page) {}

  std::vector<Finding> findings() {
    check_title();
    check_headings();
    check_hints();
    check_last_word();
    return std::move(findings_);
  }

 private:
  void add(int line, std::string what, std::string expected = {}, std::string found = {}) {
    findings_.push_back({.file = page_.file,
                         .line = line,
                         .what = std::move(what),
                         .expected = std::move(expected),
                         .found = std::move(found),
                         .mend = {}});
  }

  void check_title() {
    const std::string wanted = fmt::format("{:02} · ", step_.number);
    const Node* first = page_.nodes.empty() ? nullptr : &page_.nodes.front();
    const bool is_title = first != nullptr && first->kind == Kind::heading && first->level == 1 &&
                          first->text.starts_with(wanted) && first->text.size() > wanted.size();
    if (!is_title) {
      add(1, "a lesson begins with its number and title", "# " + wanted + "Title",
          page_.lines.empty() ? "" : page_.lines.front());
    }
  }

  void check_headings() {
    std::size_t next = 0;
    for (const Node& node : page_.nodes) {
      if (node.kind != Kind::heading || node.level == 1) continue;
      if (node.level > 2) continue;
      const std::string wanted(next < headings.size() ? headings[next] : "no further heading");
      if (node.text != wanted) {
        return add(node.line, "the ritual has another heading here", wanted, node.text);
      }
      ++next;
    }
    if (next < headings.size()) {
      add(static_cast<int>(page_.lines.size()), "the ritual isn't complete",
          "## " + std::string(headings[next]), "the end of the page");
    }
  }

  void check_hints() {
    std::string section;
    int hints = 0;
    int open = 0;
    int last_line = 1;
    const Node* long_code = nullptr;  // in the hint before
    for (const Node& node : page_.nodes) {
      if (node.kind == Kind::heading) section = node.text;
      if (node.kind == Kind::heading && node.text == section_of_hints) last_line = node.line;
      if (node.kind == Kind::code_block && open > 0 &&
          std::ranges::count(node.text, '\n') > longest_code_of_early_hints) {
        long_code = &node;
      }
      if (node.kind != Kind::html) continue;
      open += count(node.text, "<details>") - count(node.text, "</details>");
      if (count(node.text, "<summary>") == 0) continue;
      if (section == section_of_solution) continue;  // folded away, too, and no hint
      ++hints;
      last_line = node.line;
      check_summary(node, hints, open, section);
      if (long_code != nullptr) {
        add(long_code->line, "only the last hint may show more than 3 lines of code");
        long_code = nullptr;
      }
    }
    if (open != 0) add(last_line, "a <details> is open at the end", "</details>");
    if (hints < fewest_hints) {
      add(last_line, "a lesson has at least 3 hints", "3 or more", std::to_string(hints));
    }
  }

  void check_summary(const Node& node, int number, int open, const std::string& section) {
    const std::size_t begin = node.text.find("<summary>") + std::string_view("<summary>").size();
    const std::string summary = node.text.substr(begin, node.text.find("</summary>") - begin);
    const std::string wanted = fmt::format("Hint {}: ", number);
    if (!summary.starts_with(wanted) || summary.size() == wanted.size()) {
      add(node.line, "hints are numbered and say what they are about",
          fmt::format("<summary>{}...</summary>", wanted),
          fmt::format("<summary>{}</summary>", summary));
    }
    if (open != 1) add(node.line, "a hint is folded away", "<details>", "a <summary> without it");
    if (section != section_of_hints) {
      add(node.line, "hints belong to another section", std::string(section_of_hints), section);
    }
  }

  void check_last_word() {
    const auto paragraph =
        std::ranges::find(page_.nodes.rbegin(), page_.nodes.rend(), Kind::paragraph, &Node::kind);
    if (paragraph == page_.nodes.rend()) return;
    const auto word = std::find_if(paragraph.base(), page_.nodes.end(), [](const Node& node) {
      return node.kind == Kind::code_span && node.text.starts_with("./kata");
    });
    const bool is_last = tree_.step(step_.number + 1) == nullptr;
    const std::string next =
        is_last ? "./kata" : fmt::format("./kata test {:02}", step_.number + 1);
    const bool ends =
        word != page_.nodes.end() && (is_last || word->text == next || word->text == "./kata");
    if (!ends) {
      add(paragraph->line, "a lesson ends with the next command", "`" + next + "`",
          word == page_.nodes.end() ? "no command" : "`" + word->text + "`");
    }
  }

  const Tree& tree_;
  const Step& step_;
  const Page& page_;
  std::vector<Finding> findings_;
};

/// A table is no part of plain Markdown: it's a paragraph with the line of dashes in it.
bool is_table(const Page& page, const Node& node) {
  if (node.kind != Kind::paragraph) return false;
  for (int line = node.line; line <= node.last_line; ++line) {
    const std::string& text = page.lines[static_cast<std::size_t>(line) - 1];
    const bool only_dashes = text.find_first_not_of("|-: ") == std::string::npos;
    if (only_dashes && text.find("--") != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::vector<Finding> check_ritual(const Tree& tree, const Page& page) {
  const Step* step = tree.step_of(page.file);
  if (step == nullptr || page.file != "steps/" + step->name + "/README.md") return {};
  return Ritual(tree, *step, page).findings();
}

std::vector<Finding> check_table_of_steps(const Tree& tree, const Page& page) {
  if (page.file != "README.md") return {};
  std::vector<std::string> wanted;
  for (const Step& step : tree.steps()) wanted.push_back(step.name);

  std::vector<std::string> named;
  int line = 1;
  for (auto node = page.nodes.begin(); node != page.nodes.end() && named.empty(); ++node) {
    if (!is_table(page, *node)) continue;
    line = node->line;
    for (auto inner = node + 1;
         inner != page.nodes.end() &&
         (inner->kind == Kind::link || inner->kind == Kind::code_span || inner->kind == Kind::html);
         ++inner) {
      if (inner->kind != Kind::link || !inner->detail.starts_with("steps/")) continue;
      named.push_back(inner->detail.substr(6, inner->detail.find('/', 6) - 6));
    }
  }
  if (named == wanted) return {};
  return {{.file = page.file,
           .line = line,
           .what = "the table of steps is not the folders of steps/",
           .expected = fmt::format("{}\n", fmt::join(wanted, "\n")),
           .found = fmt::format("{}\n", fmt::join(named, "\n")),
           .mend = {}}};
}

}  // namespace lessons
