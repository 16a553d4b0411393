#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>

#include "kata/commands.h"
#include "kata/files.h"
#include "kata/process.h"
#include "kata/refuse.h"

namespace kata {
namespace {

constexpr auto limit = std::chrono::hours(3);

/// A value of a CMake cache, "NAME:TYPE=value"; empty when there is none.
std::string cached(const std::string& cache, const std::string& name) {
  const std::size_t at = cache.find("\n" + name + ":");
  const std::size_t begin = at == std::string::npos ? at : cache.find('=', at);
  if (begin == std::string::npos) return "";
  return cache.substr(begin + 1, cache.find('\n', begin) - begin - 1);
}

/// Whether the folder was made by another compiler than CXX names, or for another tree.
bool is_foreign(const Tree& tree, const std::string& folder) {
  const auto cache = read_file(tree.root / folder / "CMakeCache.txt");
  if (!cache) return false;
  const char* compiler = std::getenv("CXX");
  return cached(*cache, "CMAKE_HOME_DIRECTORY") != tree.root.string() ||
         (compiler != nullptr && !cached(*cache, "CMAKE_CXX_COMPILER").ends_with(compiler));
}

/// The steps whose file is no longer the starter, comma by comma.
std::string own_work(const Tree& tree) {
  std::string names;
  for (const Step& step : tree.steps) {
    const auto starter = starter_of(tree, step);
    const auto mine = read_file(tree.root / step.answer());
    if (!starter || !mine || *mine == *starter) continue;
    names += (names.empty() ? "" : ", ") + step.name;
  }
  return names;
}

/// Hears a stream out for ctest's closing line, "100% tests passed, 0 tests failed out of 57".
class ClosingLine {
 public:
  void hear(std::string_view text) {
    for (const char c : text) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      if (line_.find("tests passed, ") != std::string::npos) found_ = line_;
      line_.clear();
    }
  }
  [[nodiscard]] const std::string& found() const { return found_; }

 private:
  std::string line_;
  std::string found_;
};

}  // namespace

Status verify(const Session& session) {
  Screen& screen = session.screen;
  ClosingLine closing;
  Command command;
  command.words = {"cmake", "--workflow", "--preset", "verify"};
  if (is_foreign(session.tree, "build/verify")) command.words.emplace_back("--fresh");
  command.folder = session.tree.root;
  command.limit = limit;
  command.on_output = [&](std::string_view text) {
    screen.print(text);
    std::fflush(stdout);
    closing.hear(text);
  };

  const Ending run = kata::run(session.ctx, command);
  if (run.end == End::cancelled) return is_red;
  if (run.end == End::not_started) {
    return refuse("cmake could not be started.", "sudo apt-get install -y cmake");
  }

  screen.line();
  if (const std::string names = own_work(session.tree); !names.empty()) {
    screen.line("Your own work was left alone: " + names +
                ". Their starters were checked instead.");
  }
  if (!run.succeeded()) {
    screen.line(screen.paint(Paint::red, "The kata does not hold. " + closing.found()));
    screen.line(closing.found().empty()
                    ? "Next: cmake --workflow --preset verify"
                    : "Next: ctest --test-dir build/verify --rerun-failed --output-on-failure");
    return is_red;
  }
  screen.line(screen.paint(Paint::green, "The kata holds. " + closing.found()));
  screen.line("Next: ./kata");
  return all_well;
}

}  // namespace kata
