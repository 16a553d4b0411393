#include "kata/run/grade.h"

#include <algorithm>

#include "kata/base/text.h"
#include "kata/run/gtest_output.h"
#include "kata/run/judge.h"

namespace kata {
namespace {

/// Whether a test depends on chance, or on the order of its tests, shows with the right handlers;
/// of the wrong ones there are many.
int times_with(const Handler& handler, int times) {
  return handler.right ? times : std::min(times, 2);
}

bool came_to_its_end(Kind kind) { return kind == Kind::green || kind == Kind::red; }

/// All runs were of this kind, and there was one.
bool all(const Trial& trial, Kind kind) {
  return !trial.verdicts.empty() && trial.count(kind) == static_cast<int>(trial.verdicts.size());
}

bool all(const std::vector<Trial>& trials, Kind kind) {
  return std::ranges::all_of(trials, [kind](const Trial& trial) { return all(trial, kind); });
}

bool changes_its_mind(const Trial& trial) {
  return trial.count(Kind::red) > 0 && trial.count(Kind::green) > 0;
}

std::string share(const Trial& trial, Kind kind) {
  return std::to_string(trial.count(kind)) + " of " + std::to_string(trial.verdicts.size());
}

std::string indented(std::string_view text) {
  std::string result;
  for (const std::string_view line : lines_of(text)) {
    if (!trimmed(line).empty()) result += "    " + std::string(line) + "\n";
  }
  return result;
}

std::string how_it_broke_off(const Trial& trial, const Verdict& verdict) {
  return "With " + trial.handler.name + ", " + how_it_ended(verdict) + ".";
}

std::string last_printed(const Verdict& verdict) {
  if (!verdict.where) return "";
  const std::string printed = indented(printed_by(verdict.output, *verdict.where));
  return printed.empty() ? "" : " The last that it printed:\n" + printed;
}

std::string first_failure(const Trial& trial) {
  for (const Verdict& verdict : trial.verdicts) {
    if (verdict.failed.empty()) continue;
    const std::string& test = verdict.failed.front();
    return "In " + test + ":\n" + indented(printed_by(verdict.output, test));
  }
  return "";
}

std::optional<std::string> breaks_off(const std::vector<Trial>& trials) {
  for (const Trial& trial : trials) {
    if (const Verdict* verdict = trial.broken()) {
      return how_it_broke_off(trial, *verdict) + last_printed(*verdict) +
             "\nWhatever the handler does, a test says yes or no, by an EXPECT or an ASSERT.";
    }
  }
  return std::nullopt;
}

std::optional<std::string> flaky(const std::vector<Trial>& trials) {
  std::string text;
  for (const Trial& trial : trials) {
    if (!changes_its_mind(trial)) continue;
    text += "With " + trial.handler.name + " it is red in " + share(trial, Kind::red) + " runs.\n";
  }
  if (text.empty()) return std::nullopt;
  return text +
         "The handler is the same each time; what differs is the order of your tests, and chance. "
         "Does one test leave something behind for the next, or does one depend on luck?";
}

}  // namespace

int Trial::count(Kind kind) const {
  return static_cast<int>(std::ranges::count(verdicts, kind, &Verdict::kind));
}

const Verdict* Trial::broken() const {
  const auto found = std::ranges::find_if_not(verdicts, came_to_its_end, &Verdict::kind);
  return found == verdicts.end() ? nullptr : &*found;
}

std::vector<Trial> try_out(const context::Context& ctx, const std::vector<Handler>& handlers,
                           int times, std::chrono::milliseconds limit) {
  std::vector<Trial> trials;
  bool over = false;
  for (const Handler& handler : handlers) {
    Trial& trial = trials.emplace_back(handler);
    const int seeds = times_with(handler, times);
    for (int seed = 1; seed <= seeds && !over && trial.broken() == nullptr; ++seed) {
      trial.verdicts.push_back(
          test(ctx, handler.program, limit,
               {"--gtest_shuffle", "--gtest_random_seed=" + std::to_string(seed)}, handler.source));
      const Kind kind = trial.verdicts.back().kind;
      over = kind == Kind::timed_out || kind == Kind::cancelled;
    }
  }
  return trials;
}

std::optional<std::string> objection(Flaw flaw, const std::vector<Trial>& trials) {
  switch (flaw) {
    case Flaw::breaks_off:
      return breaks_off(trials);
    case Flaw::changes_its_mind:
      return flaky(trials);
    case Flaw::always_red:
      if (!all(trials, Kind::red)) return std::nullopt;
      return "Your test is red whatever the handler does, so it says nothing about handlers. "
             "Make it green with a right one first.";
    case Flaw::always_green:
      if (!all(trials, Kind::green)) return std::nullopt;
      return "Your test is green whatever the handler does, even if that does nothing at all. What "
             "doesn't fail can't catch: what has to be so for you to be content?";
  }
  return std::nullopt;
}

std::optional<std::string> objection(const Trial& trial) {
  const Handler& handler = trial.handler;
  if (trial.verdicts.empty()) return "Not tried: your test ran without end before.";
  if (const Verdict* verdict = trial.broken()) {
    return how_it_broke_off(trial, *verdict) + " That is neither red nor green.";
  }

  if (handler.right) {
    if (all(trial, Kind::green)) return std::nullopt;
    return "This handler keeps its promises, and your test is red with it. What it does: " +
           handler.what + "\n" + first_failure(trial);
  }
  if (all(trial, Kind::red)) return std::nullopt;
  const std::string slipped = changes_its_mind(trial)
                                  ? "Caught in " + share(trial, Kind::red) + " runs only."
                                  : "Slipped through: this handler breaks a promise, and your test "
                                    "is green with it.";
  return slipped + "\nHint: " + handler.hint;
}

}  // namespace kata
