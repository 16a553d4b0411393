#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "context/context.h"
#include "kata/course/progress.h"
#include "kata/course/steps.h"
#include "kata/run/diagnostic.h"
#include "kata/run/limits.h"
#include "kata/run/verdict.h"

namespace kata {

/// What came of trying a step.
struct Outcome {
  enum class Stage : std::uint8_t {
    no_file,    // the learner's file is gone
    a_folder,   // or it is a folder
    two_files,  // another .cpp lies beside it: `other`
    not_built,  // diagnostic
    tested,     // verdict
    cancelled,
    not_settled,  // its files changed during each of several tries
  };
  Stage stage = Stage::cancelled;
  Diagnostic diagnostic;
  Verdict verdict;
  std::optional<Warning> warning = {};  // about a file that compiles
  std::string other = {};

  [[nodiscard]] bool green() const { return stage == Stage::tested && verdict.kind == Kind::green; }
  /// Whether nothing was learnt about the answer: the disk is full, a tool is missing.
  [[nodiscard]] bool broken_environment() const;
  /// Whether it is one step alone that this machine lacks a package for.
  [[nodiscard]] bool left_out() const {
    return stage == Stage::not_built && diagnostic.about == Diagnostic::About::missing_package;
  }
};

/// What a check is told, and what it tells.
struct Checking {
  Limits limits;
  std::function<void()> on_wait = {};  // another ./kata builds in this tree; we wait for our turn
};

/// Builds the learner's answer to `step`, runs its tests and remembers what came of it. When a file
/// is saved meanwhile, it starts anew. Blocks; cancelling `ctx` ends what it started.
Outcome check(const context::Context& ctx, const Tree& tree, const Step& step, Progress& progress,
              const Checking& checking);

}  // namespace kata
