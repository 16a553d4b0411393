#pragma once
#include <cstdint>
#include <string>

#include "kata/run/check.h"
#include "kata/telling/session.h"

namespace kata {

enum class Detail : std::uint8_t {
  first_failure,
  all_failures,
  watched,  // the first failure, to those who needn't type anything to try again
};

/// Tells the learner what came of trying `step`, and what to do next; `again` is the command that
/// tries it again. Returns the exit status that says the same.
Status explain(const Session& session, const Step& step, const Outcome& outcome, Detail detail,
               const std::string& again);

}  // namespace kata
