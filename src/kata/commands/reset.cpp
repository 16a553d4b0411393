#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/commands.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

/// Puts the starter in the place of the learner's file, after a backup of that.
Status reset(const Session& session, const Words& words) {
  const auto step = find_step(session.tree, words.step);
  if (!step) return trouble(step.error(), "./kata list");
  const auto starter = starter_of(session.tree, *step);
  if (!starter) return trouble(starter.error(), "git checkout -- " + step->starter().string());

  Screen& screen = session.screen;
  const std::filesystem::path file = session.tree.root / step->answer();
  const std::string again = "./kata test " + step->number();
  if (read_file(file) == *starter) {
    screen.line(step->answer().string() + " is the starter already: nothing to do.");
    screen.line("Next: " + again);
    return all_well;
  }

  std::string kept;
  if (std::filesystem::exists(std::filesystem::symlink_status(file))) {
    const auto backup = std::filesystem::is_directory(file) ? set_aside(file) : back_up(file);
    if (!backup) {
      return trouble(fmt::format("{} was left as it is: no backup of it could be written ({}).",
                                 step->answer().string(), backup.error().message()),
                     "./kata reset " + step->number() + ", when there is room");
    }
    kept = backup->lexically_relative(session.tree.root).string();
  }
  if (const std::error_code error = replace_file(file, *starter)) {
    return trouble(fmt::format("{} was left as it is: the starter could not be written ({}).",
                               step->answer().string(), error.message()),
                   "./kata reset " + step->number() + ", when there is room");
  }
  screen.line(step->answer().string() + " is the starter again.");
  if (!kept.empty()) screen.line("What you had is in " + kept);
  screen.line("Next: " + again);
  return all_well;
}

const Known reset_is_known({.name = "reset",
                            .does = "The starter again; your file is kept as a backup",
                            .group = Group::learner,
                            .takes = Takes::a_step,
                            .run = reset});

}  // namespace
}  // namespace kata
