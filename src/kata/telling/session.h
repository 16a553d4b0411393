#pragma once
#include <cstdint>
#include <expected>
#include <string>

#include "context/context.h"
#include "kata/course/progress.h"
#include "kata/course/steps.h"
#include "kata/run/check.h"
#include "kata/terminal/screen.h"

namespace kata {

/// The exit statuses of ./kata.
enum Status : std::uint8_t { all_well = 0, is_red = 1, bad_usage = 2, bad_environment = 2 };

/// What every command works with, for as long as ./kata runs.
struct Session {
  const context::Context& ctx;  // cancelled by Ctrl-C
  const Tree& tree;
  Progress& progress;
  Screen& screen;
  Limits limits;
};

/// Whether the step is known to be green with its files as they are.
bool known_green(const Session& session, const Step& step);

/// The first step that isn't known to be green; the last one when all are.
Step current_step(const Session& session);

/// Tries a step, and says on the screen if that has to wait.
Outcome try_step(const Session& session, const Step& step);

/// The step that `word` names; the current one when it is empty.
std::expected<Step, std::string> chosen_step(const Session& session, const std::string& word);

}  // namespace kata
