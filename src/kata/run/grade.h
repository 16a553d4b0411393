#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "context/context.h"
#include "kata/run/handlers.h"
#include "kata/run/verdict.h"

namespace kata {

/// What several runs of a learner's test say about one handler.
struct Trial {
  Handler handler;
  std::vector<Verdict> verdicts;  // none: the trials were over before its turn came

  [[nodiscard]] int count(Kind kind) const;
  /// The run that didn't come to its end as a run of tests should; null if there is none.
  [[nodiscard]] const Verdict* broken() const;
};

/// Runs the test `times` times with each right handler and twice, if not less, with each wrong one,
/// its tests in another order each time. What breaks off isn't run again, and when it ran without
/// end for `limit`, nothing is. Blocks; cancelling `ctx` ends what it started.
std::vector<Trial> try_out(const context::Context& ctx, const std::vector<Handler>& handlers,
                           int times, std::chrono::milliseconds limit);

/// What is amiss with a test, whatever the handler. None: it can be told something.
enum class Flaw : std::uint8_t { breaks_off, changes_its_mind, always_red, always_green };

/// What to tell the learner about their test if it has this flaw.
std::optional<std::string> objection(Flaw flaw, const std::vector<Trial>& trials);

/// What to tell them if the test is wrong about this handler.
std::optional<std::string> objection(const Trial& trial);

}  // namespace kata
