#include <algorithm>

#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/commands.h"

namespace kata {
namespace {

std::string standing(const Session& session, const Step& step) {
  const Fingerprint now = fingerprint_of(session.tree, step);
  const Screen& screen = session.screen;
  if (session.progress.green(step.name, now)) return screen.paint(Paint::green, "✓ green");
  if (session.progress.red(step.name, now)) return screen.paint(Paint::red, "✗ red  ");
  const auto starter = starter_of(session.tree, step);
  const auto mine = read_file(session.tree.root / step.answer());
  const bool edited = starter && mine && *mine != *starter;
  return screen.paint(Paint::dim, edited ? "· edited" : "·       ");
}

/// All steps and how they stand, as far as is known. Builds nothing.
Status list(const Session& session, const Words& /*words*/) {
  const Step current = current_step(session);
  std::size_t name_width = 0;
  for (const Step& step : session.tree.steps) name_width = std::max(name_width, step.name.size());
  for (const Step& step : session.tree.steps) {
    const std::string_view here = step.name == current.name ? "  <- you are here" : "";
    const std::string name =
        fmt::format("{:<{}}  {}", step.name, name_width, title_of(session.tree, step));
    session.screen.line(fmt::format("{:<8}  {}{}", standing(session, step), name, here));
  }
  session.screen.line();
  session.screen.line("Next: ./kata");
  return all_well;
}

const Known list_is_known({.name = "list",
                           .does = "All steps, and how they stand",
                           .group = Group::learner,
                           .takes = Takes::nothing,
                           .run = list});

}  // namespace
}  // namespace kata
