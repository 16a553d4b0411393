#include "kata/commands.h"
#include "kata/explain.h"
#include "kata/trouble.h"

namespace kata {

Status test(const Session& session, const std::string& word) {
  const auto step = chosen_step(session, word);
  if (!step) return trouble(step.error(), "./kata list");
  session.screen.busy("Trying step " + step->name);
  const Outcome outcome = check(session.ctx, session.tree, *step, session.progress);
  return explain(session, *step, outcome, Detail::all_failures, "./kata test " + step->number());
}

}  // namespace kata
