#include <algorithm>

#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/base/text.h"
#include "kata/commands.h"
#include "kata/run/process.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

/// Whether a run of diff, or of what stands in for it, found its way: 1 means "they differ".
bool compared(const Ending& run) { return run.end == End::exited && run.number <= 1; }

Ending differences(const Session& session, const Step& step) {
  const std::string mine = step.answer().string();
  const std::string solution = step.solution().string();
  Command command;
  command.folder = session.tree.root;
  command.words = {"git",
                   "--no-pager",
                   "diff",
                   "--no-index",
                   "--no-ext-diff",
                   session.screen.colour() ? "--color=always" : "--color=never",
                   "--no-prefix",
                   "--",
                   mine,
                   solution};
  Ending run = kata::run(session.ctx, command);
  if (compared(run) || run.end == End::cancelled) return run;
  command.words = {"diff", "-u", mine, solution};
  return kata::run(session.ctx, command);
}

constexpr std::size_t wide = 140;  // two columns in which code has room

/// In two columns: yours, and the solution. Empty when diff(1) can't do it.
std::string side_by_side(const Session& session, const Step& step) {
  const std::size_t width = session.screen.width();
  if (width < wide) return "";
  Command command;
  command.folder = session.tree.root;
  command.words = {"diff",
                   "--side-by-side",
                   "--expand-tabs",
                   fmt::format("--width={}", width),
                   step.answer().string(),
                   step.solution().string()};
  const Ending run = kata::run(session.ctx, command);
  if (!compared(run)) return "";
  const std::size_t middle = (width - 3) / 2;  // where diff puts its sign: <, | or >
  std::string text;
  for (const std::string_view line : lines_of(run.output)) {
    const auto is_plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (!std::ranges::all_of(line, is_plain)) {  // its bytes aren't its columns
      text += std::string(line) + "\n";
      continue;
    }
    const std::string_view sign = line.substr(std::min(middle, line.size()), 3);
    const bool ours = sign.find('>') != std::string_view::npos;
    const bool mine = sign.find('<') != std::string_view::npos;
    const bool changed = sign.find('|') != std::string_view::npos;
    const Paint left = mine || changed ? Paint::red : Paint::plain;
    const Paint right = ours || changed ? Paint::green : Paint::plain;
    text += session.screen.paint(left, line.substr(0, std::min(middle, line.size())));
    text += session.screen.paint(right, line.substr(std::min(middle, line.size()))) + "\n";
  }
  return text;
}

/// Shows how the learner's file differs from the solution.
Status diff(const Session& session, const Words& words) {
  const auto step = chosen_step(session, words.step);
  if (!step) return trouble(step.error(), "./kata list");
  const auto mine = read_file(session.tree.root / step->answer());
  if (!mine) {
    return trouble(step->answer().string() + " can't be read.", "./kata reset " + step->number());
  }
  Screen& screen = session.screen;
  if (mine == read_file(session.tree.root / step->solution())) {
    screen.line("Your file equals the solution, to the letter.");
    screen.line("Next: ./kata");
    return all_well;
  }

  if (const std::string columns = side_by_side(session, *step); !columns.empty()) {
    screen.print(columns);
    screen.line();
    screen.line("Left is yours, right is the solution: one of several that pass.");
    screen.line(known_green(session, *step) ? "Next: ./kata"
                                            : "Next: ./kata test " + step->number());
    return all_well;
  }
  const Ending run = differences(session, *step);
  if (run.end == End::cancelled) return is_red;
  if (!compared(run)) {
    return trouble("Neither git nor diff could compare the two files:\n" + run.output,
                   "sudo apt-get install -y git");
  }
  screen.print(run.output);
  screen.line();
  screen.line("- is yours, + is the solution: one of several that pass.");
  screen.line(known_green(session, *step) ? "Next: ./kata" : "Next: ./kata test " + step->number());
  return all_well;
}

const Known diff_is_known({.name = "diff",
                           .does = "Your file beside the solution",
                           .group = Group::learner,
                           .takes = Takes::maybe_a_step,
                           .run = diff});

}  // namespace
}  // namespace kata
