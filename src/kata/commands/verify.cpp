#include <chrono>
#include <cstdio>

#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/commands.h"
#include "kata/run/diagnostic.h"
#include "kata/run/pace.h"
#include "kata/run/process.h"
#include "kata/telling/environment.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

constexpr auto limit = std::chrono::hours(3);

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

/// What cmake, ninja and ctest print: passes on what a person wants to read of it, and says from
/// time to time how long it will take.
class Listener {
 public:
  Listener(Screen& screen, const Pace& usual) : screen_(screen), forecast_(usual) {}

  void hear(std::string_view text) {
    for (const char c : text) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      hear_line();
      line_.clear();
    }
    std::fflush(stdout);
  }

  /// "100% tests passed, 0 tests failed out of 57"; empty when it never came to that.
  [[nodiscard]] const std::string& closing_line() const { return closing_line_; }
  [[nodiscard]] Pace measured() const { return forecast_.measured(); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds now_and_then_{15};

  void hear_line() {
    const auto now = Clock::now();
    if (line_.find("tests passed, ") != std::string::npos) closing_line_ = line_;
    if (forecast_.hear(line_, now - start_)) return screen_.line(line_);
    const std::string text = forecast_.text();
    if (text.empty()) return;
    screen_.busy(text);
    if (screen_.terminal() || now - last_said_ < now_and_then_) return;
    screen_.line(text);
    last_said_ = now;
  }

  Screen& screen_;
  Forecast forecast_;
  std::string line_;
  std::string closing_line_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point last_said_;
};

/// Checks the kata itself: every solution, wrong answer and starter. Takes minutes.
Status verify(const Session& session, const Words& /*words*/) {
  Screen& screen = session.screen;
  const std::filesystem::path build = session.tree.root / "build/verify";
  const auto usual = read_pace(read_file(build / "kata-pace").value_or(""));
  Listener listener(screen, usual.value_or(Pace{}));
  Command command;
  command.words = {"cmake", "--workflow", "--preset", "verify"};
  command.folder = session.tree.root;
  command.limit = limit;
  command.environment = environment_without({"NINJA_STATUS="});
  command.on_output = [&](std::string_view text) { listener.hear(text); };

  const Ending run = kata::run(session.ctx, command);
  if (run.end == End::cancelled) return is_red;
  if (run.end == End::not_started) {
    return trouble("cmake could not be started.", "./kata verify");
  }

  screen.line();
  if (listener.closing_line().empty() && !run.succeeded()) {
    const Diagnostic diagnostic = first_diagnostic(run.output, session.tree.root, "");
    if (diagnostic.of_environment()) {
      return explain_environment(session, "The kata", diagnostic, "./kata verify");
    }
  }
  if (const std::string names = own_work(session.tree); !names.empty()) {
    screen.line("Your own work was left alone: " + names +
                ". Their starters were checked instead.");
  }
  if (!run.succeeded()) {
    screen.line(screen.paint(Paint::red, "The kata does not hold. " + listener.closing_line()));
    screen.line(listener.closing_line().empty()
                    ? "Next: cmake --workflow --preset verify"
                    : "Next: ctest --test-dir build/verify --rerun-failed --output-on-failure");
    return is_red;
  }
  static_cast<void>(replace_file(build / "kata-pace", written(listener.measured()), Wait::no));
  const auto log = read_file(build / "Testing/Temporary/LastTest.log");
  if (const std::string times = repeats_in(log.value_or("")); !times.empty()) {
    screen.line("Right answers were green " + times + " times in a row.");
  }
  screen.line(screen.paint(Paint::green, "The kata holds. " + listener.closing_line()));
  screen.line("Next: ./kata");
  return all_well;
}

const Known verify_is_known({.name = "verify",
                             .does = "Check the kata itself: every solution and every wrong answer",
                             .group = Group::kata,
                             .takes = Takes::nothing,
                             .run = verify});

}  // namespace
}  // namespace kata
