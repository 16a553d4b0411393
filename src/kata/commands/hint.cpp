#include <algorithm>

#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/commands.h"
#include "kata/course/lesson.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

/// "Hint 2: what to hold" adds nothing but ": what to hold" to a count of our own.
std::string after_count(const std::string& title) {
  const std::size_t colon = title.find(": ");
  return colon == std::string::npos ? "" : title.substr(colon);
}

/// Shows the next, stronger hint from the step's lesson.
Status hint(const Session& session, const Words& words) {
  const auto step = chosen_step(session, words.step);
  if (!step) return trouble(step.error(), "./kata list");
  const auto lesson = read_file(session.tree.root / step->lesson());
  if (!lesson) {
    return trouble("The lesson " + step->lesson().string() + " can't be read.",
                   "./kata diff " + step->number());
  }
  Screen& screen = session.screen;
  const std::vector<Hint> hints = hints_of(*lesson);
  if (hints.empty()) {
    screen.line(step->lesson().string() + " holds no hints: it says it all.");
    screen.line("Next: ./kata test " + step->number());
    return all_well;
  }

  const auto seen = static_cast<std::size_t>(session.progress.hints(step->name));
  const std::size_t index = std::min(seen, hints.size() - 1);
  const Hint& hint = hints[index];
  const std::string head = fmt::format("Hint {} of {} for step {}{}", index + 1, hints.size(),
                                       step->name, after_count(hint.title));
  screen.line(screen.paint(Paint::bold, head));
  screen.line();
  screen.block(hint.text, "    ");
  screen.line();
  const bool remembered = session.progress.remember_hints(step->name, static_cast<int>(index) + 1);
  if (!remembered) {
    screen.line("Nothing can be written beside the build, so this hint will come again.");
  } else if (index + 1 == hints.size()) {
    screen.line("That was the last one. The answer itself: ./kata diff " + step->number());
  } else {
    screen.line("A stronger one: ./kata hint " + step->number());
  }
  screen.line("Try it: ./kata test " + step->number());
  return all_well;
}

const Known hint_is_known({.name = "hint",
                           .does = "A hint, a stronger one each time",
                           .group = Group::learner,
                           .takes = Takes::maybe_a_step,
                           .run = hint});

}  // namespace
}  // namespace kata
