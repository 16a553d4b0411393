#include "kata/course/steps.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "kata/base/files.h"
#include "kata/base/suggestions.h"

namespace kata {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_step_name(const std::string& name) {
  return name.size() > 3 && is_digit(name[0]) && is_digit(name[1]) && name[2] == '-';
}

/// The name of the one .cpp in this folder; empty when there is none.
std::string only_source(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".cpp") names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names.empty() ? "" : names.front();
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

std::expected<Tree, std::string> read_tree(const fs::path& root) {
  Tree tree{root, "build/default", {}};
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(root / "steps", none)) {
    const std::string name = entry.path().filename().string();
    if (!is_step_name(name)) continue;
    Step step{name, only_source(root / "solutions" / name)};
    if (step.file.empty()) {
      return std::unexpected(step.solution().parent_path().string() + " holds no .cpp file.");
    }
    tree.steps.push_back(std::move(step));
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

}  // namespace kata
