#include "tiny_kata.h"

#include <sys/stat.h>

#include "kata/base/files.h"

namespace fs = std::filesystem;

TinyKata::TinyKata() {
  fs::copy(TINY_SOURCE, root(), fs::copy_options::recursive);
  fs::create_directory(root() / ".ci");
  for (const char* script : {"kata", ".ci/packages"}) {
    fs::copy(fs::path(TINY_ORIGIN) / script, root() / script);
  }
  chmod(folder_.path().c_str(), 0755);  // for who is to find it read-only
}

kata::Ending TinyKata::run(const std::vector<std::string>& arguments,
                           const std::vector<std::string>& variables) const {
  std::vector<std::string> words = {"./kata"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run_as(words, variables);
}

kata::Ending TinyKata::run_as(const std::vector<std::string>& words,
                              const std::vector<std::string>& variables,
                              const context::Context& ctx) const {
  kata::Command command;
  command.words = words;
  command.folder = root();
  std::vector<std::string_view> replaced = {"CXX=", "KATA_", "NO_COLOR="};
  for (const std::string_view variable : variables) {
    replaced.push_back(variable.substr(0, variable.find('=') + 1));
  }
  command.environment = kata::environment_without(replaced);
  command.environment.insert(command.environment.end(), variables.begin(), variables.end());
  command.environment.emplace_back(std::string("TINY_RUNNER=") + TINY_RUNNER);
  return kata::run(ctx, command);
}

void TinyKata::answer(std::string_view step, std::string_view body) const {
  const std::string text = "int answer() {\n  " + std::string(body) + "\n}\n";
  folder_.write(root() / "steps" / step / "answer.cpp", text);
}

void TinyKata::solve(std::string_view step) const {
  fs::copy(root() / "solutions" / step / "answer.cpp", root() / "steps" / step / "answer.cpp",
           fs::copy_options::overwrite_existing);
}

void TinyKata::solve_anew(std::string_view step) const {
  fs::create_directories(root() / "steps" / step);
  solve(step);
}

std::string TinyKata::learners_file(std::string_view step) const {
  return kata::read_file(root() / "steps" / step / "answer.cpp").value_or("(gone)");
}

void TinyKata::start_over() const {
  fs::remove_all(root() / "steps");
  fs::copy(fs::path(TINY_SOURCE) / "steps", root() / "steps", fs::copy_options::recursive);
  fs::remove(root() / "build/default/kata-progress");
}
