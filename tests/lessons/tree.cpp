#include "lessons/tree.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <regex>
#include <utility>

#include "kata/near.h"
#include "lessons/part.h"
#include "lessons/text.h"

namespace lessons {
namespace {

namespace fs = std::filesystem;

/// 3 for "03-only-when-cancelled"; 0 if a folder is no step.
int step_number(std::string_view name) {
  int number = 0;
  if (name.size() < 4 || name[2] != '-') return 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + 2, number);
  return error == std::errc() && end == name.data() + 2 ? number : 0;
}

bool is_ours(const fs::path& name) {
  return name != "build" && name != "node_modules" && name != ".git" && name != ".cache";
}

}  // namespace

Tree::Tree(fs::path root) : root_(std::move(root)) {
  read_files();
  read_steps();
  read_presets();
}

void Tree::read_files() {
  std::error_code error;
  fs::recursive_directory_iterator entry(root_, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->is_directory(error)) {
      if (!is_ours(entry->path().filename())) entry.disable_recursion_pending();
    } else {
      files_.push_back(entry->path().lexically_relative(root_).string());
    }
  }
  std::ranges::sort(files_);
}

void Tree::read_steps() {
  for (const std::string& file : files_) {
    if (!file.starts_with("steps/")) continue;
    const std::string name = file.substr(6, file.find('/', 6) - 6);
    const int number = step_number(name);
    if (number == 0 || (!steps_.empty() && steps_.back().name == name)) continue;
    steps_.push_back({.number = number, .name = name, .tests = {}});
  }
  for (const std::string& file : files_) {
    const fs::path path(file);
    if (path.parent_path() == "src/kata/commands" && path.extension() == ".cpp") {
      if (path.stem() != "show") subcommands_.push_back(path.stem().string());
    }
    if (!file.starts_with("tests/") || !file.ends_with("_test.cpp")) continue;
    const auto source = read_file(root_ / file);
    if (!source) continue;
    for (const Part& part : parts_of_cpp(*source)) {
      if (part.name.find('.') == std::string::npos) continue;
      tests_.push_back(part.name);
      for (Step& step : steps_) {
        if (file.starts_with("tests/" + step.name + "/")) step.tests.push_back(part.name);
      }
    }
  }
}

void Tree::read_presets() {
  const auto source = read_file(root_ / "CMakePresets.json");
  if (!source) return;
  static const std::regex name(R"-("name"\s*:\s*"([^"]+)")-");
  for (std::sregex_iterator match(source->begin(), source->end(), name), end; match != end;
       ++match) {
    presets_.push_back((*match)[1]);
  }
}

const Step* Tree::step(int number) const {
  const auto found = std::ranges::find(steps_, number, &Step::number);
  return found == steps_.end() ? nullptr : &*found;
}

const Step* Tree::step_of(std::string_view file) const {
  for (const Step& step : steps_) {
    if (file.starts_with("steps/" + step.name + "/")) return &step;
  }
  return nullptr;
}

bool Tree::has(std::string_view path) const {
  std::error_code error;
  return fs::exists(root_ / path, error);
}

bool Tree::has_name(std::string_view name) const {
  return std::ranges::any_of(files_, [name](const std::string& file) {
    return file == name || file.ends_with("/" + std::string(name));
  });
}

std::expected<std::string, std::string> Tree::text(const std::string& file) const {
  const Step* step = step_of(file);
  const std::string starter = step == nullptr ? "" : "tests/" + step->name + "/wrong/starter.cpp";
  if (step != nullptr && file.ends_with(".cpp") && has(file) && has(starter)) {
    auto source = read_file(root_ / starter);
    if (source) source->erase(0, source->find('\n') + 1);
    return source;
  }
  if (!has(file)) return std::unexpected(file + " does not exist");
  return read_file(root_ / file);
}

std::string Tree::answer_file(const Step& step) const {
  const std::string folder = "steps/" + step.name + "/";
  const auto found = std::ranges::find_if(files_, [&folder](const std::string& file) {
    return file.starts_with(folder) && file.ends_with(".cpp");
  });
  return found == files_.end() ? folder + "server.cpp" : *found;
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
  if (candidates.empty()) return "nothing";
  return std::ranges::min(candidates, {}, [name](const std::string& candidate) {
    return kata::letters_off(name, candidate);
  });
}

}  // namespace lessons
