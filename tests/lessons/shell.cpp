#include "lessons/shell.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lessons/text.h"
#include "lessons/words.h"

namespace lessons {
namespace {

using Words = std::vector<std::string>;
using Trouble = std::optional<std::string>;

/// Programs that a reader may have and CI need not.
constexpr std::array<std::string_view, 12> known_programs{"cd",  "export", "sudo",     "apt-get",
                                                          "npm", "node",   "curl",     "code",
                                                          "gdb", "clangd", "valgrind", "docker"};

bool is_number(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_program(const std::string& name) {
  if (std::ranges::find(known_programs, name) != known_programs.end()) return true;
  const char* path = std::getenv("PATH");
  std::error_code error;
  return std::ranges::any_of(split(path == nullptr ? "" : path, ':'), [&](const auto& folder) {
    return std::filesystem::exists(std::filesystem::path(folder) / name, error);
  });
}

Trouble trouble_with_step(const Tree& tree, std::string_view number) {
  if (!is_number(number) || tree.step(std::stoi(std::string(number))) != nullptr) return {};
  return fmt::format("there is no step {}", number);
}

Trouble trouble_with_kata(const Tree& tree, const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].starts_with("-")) continue;
    if (words[i] == "NN") continue;
    if (is_number(words[i])) return trouble_with_step(tree, words[i]);
    if (std::ranges::find(tree.subcommands(), words[i]) == tree.subcommands().end()) {
      return fmt::format("./kata knows no `{}`; it knows {}", words[i],
                         fmt::join(tree.subcommands(), ", "));
    }
  }
  return {};
}

/// The value of `--name value` or `--name=value`.
std::string option(const Words& words, const std::string& name) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == name && i + 1 < words.size()) return words[i + 1];
    if (words[i].starts_with(name + "=")) return words[i].substr(name.size() + 1);
  }
  return "";
}

Trouble trouble_with_preset(const Tree& tree, const Words& words) {
  const std::string preset = option(words, "--preset");
  if (!preset.empty() && std::ranges::find(tree.presets(), preset) == tree.presets().end()) {
    return fmt::format("there is no preset {}; there are {}", preset,
                       fmt::join(tree.presets(), ", "));
  }
  for (const std::string& name : {option(words, "--target"), option(words, "-L")}) {
    const std::size_t dash = name.find('-');
    const bool of_step = name.starts_with("step-") || name.starts_with("solution-");
    if (auto trouble = of_step ? trouble_with_step(tree, name.substr(dash + 1)) : Trouble()) {
      return trouble;
    }
  }
  return {};
}

Trouble trouble_with_files(const Tree& tree, const Words& words) {
  for (const std::string& word : words) {
    const bool is_ours = word.starts_with("steps/") || word.starts_with("solutions/") ||
                         word.starts_with("tests/") || word.starts_with("notes/") ||
                         word.starts_with("src/");
    const bool is_pattern =
        word.find_first_of("*<$") != std::string::npos || word.find("NN") != std::string::npos;
    if (is_ours && !is_pattern && !tree.has(word)) return word + " does not exist";
  }
  return {};
}

}  // namespace

Trouble trouble_with(const Tree& tree, const Words& command) {
  Words words = command;
  // Assignments and sudo stand before the program.
  while (words.size() > 1 && (words[0] == "sudo" || words[0].find('=') != std::string::npos)) {
    words.erase(words.begin());
  }
  const std::string& program = words[0];
  if (program == "./kata") return trouble_with_kata(tree, words);
  if (program == "cmake" || program == "ctest") return trouble_with_preset(tree, words);
  if (program.starts_with("build/")) return trouble_with_files(tree, words);
  const bool exists =
      program.find('/') == std::string::npos ? is_program(program) : tree.has(program);
  if (!exists) return fmt::format("there is no program {}", program);
  return trouble_with_files(tree, words);
}

std::vector<Finding> check_shell(const Tree& tree, const Page& page) {
  std::vector<Finding> findings;
  for (const Node& node : page.nodes) {
    if (node.kind != Kind::code_block || trimmed(node.detail) != "sh") continue;
    for (const Words& command : commands_of(node.text)) {
      const auto trouble = trouble_with(tree, command);
      if (!trouble) continue;
      const auto at = node.text.find(command.front());
      const auto lines =
          std::count(node.text.begin(), node.text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      findings.push_back({.file = page.file,
                          .line = node.line + 1 + static_cast<int>(lines),
                          .what = *trouble,
                          .expected = "a command that exists",
                          .found = fmt::format("{}", fmt::join(command, " ")),
                          .mend = {}});
    }
  }
  return findings;
}

}  // namespace lessons
