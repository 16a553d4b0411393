#include <cstdlib>

#include <fmt/core.h>

#include "kata/base/text.h"
#include "kata/commands.h"
#include "kata/run/sanitizer.h"
#include "kata/telling/explain.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

/// Prepares a build folder of its own for a sanitizer; else says why there is none.
std::string prepare(const Session& session, const std::string& folder, const std::string& kind) {
  if (std::filesystem::exists(session.tree.root / folder / "build.ninja")) return "";
  session.screen.busy("Preparing a build under " + kind + "; that takes a while, once");
  Command command;
  command.folder = session.tree.root;
  const std::string flags =
      kind == "thread" ? "-fsanitize=thread -O1" : "-fsanitize=address,undefined -O1";
  command.words = {"cmake", "--preset", "default", "-B", folder, "-DCMAKE_CXX_FLAGS=" + flags};
  const Ending run = kata::run(session.ctx, command);
  return run.succeeded() || session.ctx.err() ? "" : run.output;
}

void show(const Session& session, const Finding& finding) {
  Screen& screen = session.screen;
  screen.line(screen.paint(Paint::red, "The sanitizer found: " + finding.what + "."));
  screen.line();
  screen.block(finding.meaning, "    ");
  for (const std::string& place : finding.places) {
    screen.line("    " + screen.link(session.tree.root / place.substr(0, place.find(':')), place));
  }
  screen.line();
}

/// The step under a sanitizer, in a build folder of its own.
Status test_with(const Session& session, const Step& step, const std::string& kind) {
  const std::string folder = "build/sanitize-" + kind;
  const std::string again = "./kata test " + step.number() + " --sanitize " + kind;
  if (const std::string why = prepare(session, folder, kind); !why.empty()) {
    return trouble("No build under a sanitizer could be prepared:\n" + why,
                   "rm -rf " + folder + " && " + again);
  }
  if (session.ctx.err()) return is_red;
  setenv("TSAN_OPTIONS", "halt_on_error=0:second_deadlock_stack=1", 1);
  setenv("ASAN_OPTIONS", "detect_stack_use_after_return=1", 1);
  const Tree tree{session.tree.root, folder, session.tree.steps};
  Progress progress(tree.root / folder / "kata-progress");
  const Session own{session.ctx, tree, progress, session.screen, session.limits};
  const Outcome outcome = try_step(own, step);
  if (outcome.stage == Outcome::Stage::tested) {
    if (const auto finding = first_finding(outcome.verdict.output, tree.root, step.answer())) {
      show(session, *finding);
      session.screen.line("Then:   " + again);
      return is_red;
    }
  }
  return explain(own, step, outcome, Detail::all_failures, again);
}

/// The step with a thread held at every point at which it might matter; that may take minutes.
Status test_thoroughly(const Session& session, const Step& step) {
  setenv("KATA_HOLDS", "all", 1);
  Limits limits = session.limits;
  limits.tests *= 20;
  const Session patient{session.ctx, session.tree, session.progress, session.screen, limits};
  const Outcome outcome = try_step(patient, step);
  return explain(patient, step, outcome, Detail::all_failures,
                 "./kata test " + step.number() + " --thorough");
}

/// Tries one step, whether or not it is known to be green.
Status test(const Session& session, const Words& words) {
  const auto step = chosen_step(session, words.step);
  if (!step) return trouble(step.error(), "./kata list");
  if (const auto* kind = words.given("sanitize")) return test_with(session, *step, *kind);
  if (words.has("thorough")) return test_thoroughly(session, *step);
  const Outcome outcome = try_step(session, *step);
  return explain(session, *step, outcome, Detail::all_failures, "./kata test " + step->number());
}

const Known test_is_known(
    {.name = "test",
     .does = "Try one step",
     .group = Group::learner,
     .takes = Takes::maybe_a_step,
     .run = test,
     .options = {
         {"--sanitize", "KIND", "thread or address: in a build of its own", {"thread", "address"}},
         {"--thorough", "", "hold threads at every point at which it might matter"}}});

}  // namespace
}  // namespace kata
