#include "kata/commands.h"
#include "kata/telling/explain.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

/// Tries one step, whether or not it is known to be green.
Status test(const Session& session, const Words& words) {
  const auto step = chosen_step(session, words.step);
  if (!step) return trouble(step.error(), "./kata list");
  const Outcome outcome = try_step(session, *step);
  return explain(session, *step, outcome, Detail::all_failures, "./kata test " + step->number());
}

const Known test_is_known({.name = "test",
                           .does = "Try one step",
                           .group = Group::learner,
                           .takes = Takes::maybe_a_step,
                           .run = test});

}  // namespace
}  // namespace kata
