#include "kata/course/steps.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "kata/base/files.h"
#include "kata/base/suggestions.h"
#include "kata/base/text.h"

namespace kata {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_step_name(const std::string& name) {
  return name.size() > 3 && is_digit(name[0]) && is_digit(name[1]) && name[2] == '-';
}

std::optional<int> as_number(std::string_view word) {
  int number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return number;
}

/// "steps/03-name/server.cpp" and "03-name/" mean "03-name".
std::string_view step_part(std::string_view word) {
  for (const std::string_view prefix : {"./", "steps/", "solutions/", "tests/"}) {
    if (word.starts_with(prefix)) word.remove_prefix(prefix.size());
  }
  return word.substr(0, word.find('/'));
}

std::string no_such_step(const Tree& tree, std::string_view word) {
  std::string text = "There is no step '" + std::string(word) + "'.";
  std::vector<std::string> names;
  names.reserve(tree.steps.size());
  for (const Step& step : tree.steps) names.push_back(step.name);
  if (as_number(word)) {
    return text + " They go from " + names.front() + " to " + names.back() + ".";
  }
  const std::vector<std::string> close = suggestions(word, names);
  for (const std::string& name : close) {
    text += (name == close.front() ? " Did you mean: " : ", ") + name;
  }
  return text;
}

}  // namespace

bool is_source(const fs::path& path) {
  return (path.extension() == ".cpp" || path.extension() == ".h") &&
         !path.filename().string().starts_with('.');
}

std::vector<std::string> answers_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".cpp" && is_source(entry.path())) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

std::expected<Tree, std::string> read_tree(const fs::path& root) {
  Tree tree{root, "build/default", {}};
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(root / "steps", none)) {
    const std::string name = entry.path().filename().string();
    if (!is_step_name(name)) continue;
    const std::vector<std::string> files = answers_in(root / "solutions" / name);
    if (files.empty()) return std::unexpected("solutions/" + name + " holds no .cpp file.");
    tree.steps.push_back({name, files.front()});
  }
  if (tree.steps.empty())
    return std::unexpected("There is no step in " + (root / "steps").string());
  std::ranges::sort(tree.steps, {}, &Step::name);
  return tree;
}

std::expected<Step, std::string> find_step(const Tree& tree, std::string_view word) {
  const std::string_view part = step_part(word);
  const std::optional<int> number = as_number(part);
  for (const Step& step : tree.steps) {
    if (step.name == part || (number && number == as_number(step.number()))) return step;
    if (std::string_view(step.name).substr(3) == part) return step;
  }
  return std::unexpected(no_such_step(tree, word));
}

std::expected<std::string, std::string> starter_of(const Tree& tree, const Step& step) {
  const auto text = read_file(tree.root / step.starter());
  if (!text || text->find('\n') == std::string::npos) {
    return std::unexpected(step.starter().string() + " can't be read, or holds no starter.");
  }
  return text->substr(text->find('\n') + 1);
}

std::string title_of(const Tree& tree, const Step& step) {
  const std::string lesson = read_file(tree.root / step.lesson()).value_or("");
  std::string_view title = std::string_view(lesson).substr(0, lesson.find('\n'));
  if (!title.starts_with("# ")) return "";
  title.remove_prefix(std::min(title.find_first_not_of("# 0123456789"), title.size()));
  if (title.starts_with("·")) title.remove_prefix(std::string_view("·").size());
  return std::string(trimmed(title));
}

}  // namespace kata
