#include "kata/telling/environment.h"

#include <fmt/core.h>

#include "kata/run/process.h"

namespace kata {
namespace {

using About = Diagnostic::About;

std::string_view reason(About about) {
  switch (about) {
    case About::missing_package:
      return ", for want of a package";
    case About::full_disk:
      return ": the disk is full";
    case About::read_only_tree:
      return ": this tree can't be written to";
    case About::clock:
      return ": files are dated in the future, so a clock is wrong, or was";
    default:
      return ", and your code isn't to blame";
  }
}

/// Two lines, of which the second is the command that mends it; empty when nothing is missing.
std::string missing_packages(const Session& session, About about) {
  Command command;
  command.words = {"/bin/sh", ".ci/packages", "missing", "learn"};
  if (about == About::missing_package) command.words.emplace_back("extra");
  command.folder = session.tree.root;
  const Ending run = kata::run(session.ctx, command);
  return run.end == End::exited && run.number == 1 ? run.output : "";
}

std::string next_step(const Session& session, About about, const std::string& again) {
  switch (about) {
    case About::full_disk:
      return "Next: df -h . /tmp   (make room, then: " + again + ")\n";
    case About::read_only_tree:
      return "Next: cp -r . ~/kata && ~/kata/kata\n";
    case About::clock:
      return "Next: touch kata && ./kata   (that dates them anew)\n";
    default:
      break;
  }
  const std::string missing = missing_packages(session, about);
  return missing.empty() ? "Next: rm -rf build && " + again + "\n" : missing;
}

}  // namespace

Status explain_environment(const Session& session, std::string_view what,
                           const Diagnostic& diagnostic, const std::string& again) {
  Screen& screen = session.screen;
  screen.line(
      screen.paint(Paint::red, fmt::format("{} was not built{}.", what, reason(diagnostic.about))));
  screen.line();
  screen.quote(diagnostic.text, "    ");
  screen.line();
  screen.line("Your files are as you left them.");
  screen.print(next_step(session, diagnostic.about, again));
  return bad_environment;
}

}  // namespace kata
