#include <algorithm>

#include <fmt/core.h>

#include "kata/commands.h"
#include "kata/telling/explain.h"

namespace kata {
namespace {

void show_bar(const Session& session) {
  const std::vector<Step>& steps = session.tree.steps;
  const auto green =
      std::ranges::count_if(steps, [&](const Step& step) { return known_green(session, step); });
  session.screen.line(
      progress_bar(session.screen.looks(), static_cast<std::size_t>(green), steps.size()));
  session.screen.line();
}

/// Tries the steps that aren't known to be green, up to the first red one, and shows where one
/// stands. That is all_well, whatever the colour. A step that wants a package which this machine
/// lacks is neither red nor green: that is said in a line, and the next one has its turn.
Status show(const Session& session, const Words& /*words*/) {
  Screen& screen = session.screen;
  bool news = false;
  const Step* left_out = nullptr;
  for (const Step& step : session.tree.steps) {
    if (known_green(session, step)) continue;
    const Outcome outcome = try_step(session, step);
    if (outcome.stage == Outcome::Stage::cancelled) return is_red;
    if (outcome.left_out()) {
      screen.print(outcome.diagnostic.text);
      if (left_out == nullptr) left_out = &step;
      news = true;
      continue;
    }
    if (!outcome.green()) {
      if (news) screen.line();
      if (!outcome.broken_environment()) show_bar(session);
      explain(session, step, outcome, Detail::first_failure, "./kata");
      return outcome.broken_environment() ? bad_environment : all_well;
    }
    const std::string says = fmt::format("Step {} is green.", step.name);
    screen.line(fmt::format("{}  Compare: ./kata diff {}", screen.paint(Paint::green, says),
                            step.number()));
    news = true;
  }
  if (news) screen.line();
  show_bar(session);
  if (left_out != nullptr) {
    screen.line("Every step is green that can be built on this machine.");
    screen.line(
        fmt::format("Next: ./kata test {}   (it says how to get the package)", left_out->number()));
    return all_well;
  }
  screen.line("Every step is green. The client gave up; you didn't.");
  screen.line("Next: look at another way to solve one, with ./kata list and ./kata diff NN");
  return all_well;
}

const Known show_is_known(
    {.name = "", .does = "", .group = Group::bare, .takes = Takes::nothing, .run = show});

}  // namespace
}  // namespace kata
