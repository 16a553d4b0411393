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

std::expected<Step, std::string> chosen_step(const Session& session, const std::string& word) {
  if (word.empty()) return current_step(session);
  return find_step(session.tree, word);
}

}  // namespace kata
