#include "kata/telling/session.h"

#include <algorithm>

namespace kata {

bool known_green(const Session& session, const Step& step) {
  return session.progress.green(step.name, fingerprint_of(session.tree, step));
}

Step current_step(const Session& session) {
  const std::vector<Step>& steps = session.tree.steps;
  const auto found =
      std::ranges::find_if_not(steps, [&](const Step& step) { return known_green(session, step); });
  return found == steps.end() ? steps.back() : *found;
}

Outcome try_step(const Session& session, const Step& step) {
  session.screen.busy("Trying step " + step.name);
  const auto wait = [&] {
    session.screen.busy("Another ./kata is at work in this tree; waiting for it");
  };
  return check(session.ctx, session.tree, step, session.progress, {session.limits, wait});
}

std::expected<Step, std::string> chosen_step(const Session& session, const std::string& word) {
  if (word.empty()) return current_step(session);
  return find_step(session.tree, word);
}

}  // namespace kata
