#include "lessons/prose.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "lessons/shell.h"
#include "lessons/text.h"
#include "lessons/words.h"

namespace lessons {
namespace {

/// The plan goes this far; the text may look ahead to a step, links and commands may not.
constexpr int last_planned_step = 20;

constexpr std::array<std::string_view, 9> folders{"steps/",   "solutions/",     "tests/",
                                                  "notes/",   "src/",           ".ci/",
                                                  ".github/", ".devcontainer/", "bench/"};

constexpr std::array<std::string_view, 8> endings{".cpp",  ".h",   ".md",    ".txt",
                                                  ".json", ".mjs", ".cmake", ".yml"};

bool has_any(std::string_view text, std::string_view signs) {
  return text.find_first_of(signs) != std::string_view::npos;
}

/// `tests/*/wrong` and `steps/NN-name` speak of many.
bool is_pattern(std::string_view text) {
  return has_any(text, "*<>{}$ \n") || text.find("NN") != std::string_view::npos ||
         text.find("...") != std::string_view::npos;
}

bool is_snake_case(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::islower(byte) != 0 || std::isdigit(byte) != 0 || c == '_';
  });
}

/// Suite.name_of_the_test: what a test is called here.
bool looks_like_test(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  const std::string_view suite = text.substr(0, dot);
  const std::string_view name = text.substr(dot + 1);
  return std::isupper(static_cast<unsigned char>(suite.front())) != 0 &&
         std::ranges::all_of(suite, [](unsigned char c) { return std::isalnum(c) != 0; }) &&
         is_snake_case(name) && name.find('_') != std::string_view::npos;
}

class ProseCheck {
 public:
  ProseCheck(const Tree& tree, const Page& page) : tree_(tree), page_(page) {}

  std::vector<Finding> findings() {
    for (const Node& node : page_.nodes) {
      if (node.kind == Kind::code_span) check_span(node);
      if (node.kind == Kind::paragraph || node.kind == Kind::heading) check_steps(node);
    }
    return std::move(findings_);
  }

 private:
  void add(int line, std::string what, std::string expected, std::string found) {
    findings_.push_back({.file = page_.file,
                         .line = line,
                         .what = std::move(what),
                         .expected = std::move(expected),
                         .found = std::move(found),
                         .mend = {}});
  }

  void check_steps(const Node& node) {
    static const std::regex words(R"(\b[Ss]tep\s+(\d+)\b)");
    for (std::sregex_iterator match(node.text.begin(), node.text.end(), words), end; match != end;
         ++match) {
      const int number = std::stoi((*match)[1]);
      if (tree_.step(number) != nullptr || (number > 0 && number <= last_planned_step)) continue;
      const auto before = node.text.begin() + match->position();
      const auto lines = std::count(node.text.begin(), before, '\n');
      add(node.line + static_cast<int>(lines), "there is no such step",
          fmt::format("a step up to {}", last_planned_step), match->str());
    }
  }

  void check_span(const Node& node) {
    const std::string& text = node.text;
    if (text == "./kata" || text.starts_with("./kata ")) return check_command(node);
    if (is_pattern(text)) return;
    if (looks_like_test(text)) return check_test(node);
    if (text.starts_with("step-") || text.starts_with("solution-")) return check_target(node);
    const bool in_folder = std::ranges::any_of(
        folders, [&](std::string_view folder) { return text.starts_with(folder); });
    if (in_folder && !tree_.has(text)) {
      add(node.line, "this file does not exist", nearest(text, tree_.files()), text);
    } else if (!in_folder) {
      check_name(node);
    }
  }

  /// A file's name without its folder.
  void check_name(const Node& node) {
    const bool is_file = std::ranges::any_of(endings, [&](std::string_view ending) {
      return node.text.ends_with(ending) && node.text.size() > ending.size();
    });
    if (!is_file || node.text.starts_with("build/") || node.text.starts_with("/")) return;
    if (!tree_.has_name(node.text)) {
      add(node.line, "no file of this name lies in the kata", nearest(node.text, names()),
          node.text);
    }
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const std::string& file : tree_.files()) {
      result.push_back(file.substr(file.rfind('/') + 1));
    }
    return result;
  }

  void check_command(const Node& node) {
    if (has_any(node.text, "<[")) return;
    for (const auto& command : commands_of(node.text)) {
      if (const auto trouble = trouble_with(tree_, command)) {
        add(node.line, *trouble, "a command that exists", node.text);
      }
    }
  }

  void check_target(const Node& node) {
    const std::string number = node.text.substr(node.text.find('-') + 1);
    const bool is_number =
        number.size() == 2 && number.find_first_not_of("0123456789") == std::string::npos;
    if (is_number && tree_.step(std::stoi(number)) == nullptr) {
      add(node.line, "there is no such target", "the target of a step that exists", node.text);
    }
  }

  void check_test(const Node& node) {
    const Step* step = tree_.step_of(page_.file);
    const std::vector<std::string>& own = step == nullptr ? tree_.tests() : step->tests;
    if (std::ranges::find(own, node.text) != own.end()) return;
    const std::string where = step == nullptr
                                  ? "there is no such test"
                                  : "step " + step->name.substr(0, 2) + " has no such test";
    add(node.line, where, nearest(node.text, own), node.text);
  }

  const Tree& tree_;
  const Page& page_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> check_prose(const Tree& tree, const Page& page) {
  return ProseCheck(tree, page).findings();
}

}  // namespace lessons
