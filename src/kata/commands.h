#pragma once
#include <string>

#include "kata/session.h"

/// What ./kata can do, one function a command, one file each in commands/. `step` is the word that
/// the learner typed; empty: the current step.
namespace kata {

/// Tries the steps that aren't known to be green, up to the first red one, and shows where one
/// stands. That is all_well, whatever the colour.
Status show(const Session& session);

/// All steps and how they stand, as far as is known. Builds nothing.
Status list(const Session& session);

/// Tries one step, whether or not it is known to be green.
Status test(const Session& session, const std::string& step);

/// Shows the next, stronger hint from the step's lesson.
Status hint(const Session& session, const std::string& step);

/// Shows how the learner's file differs from the solution.
Status diff(const Session& session, const std::string& step);

/// Puts the starter in the place of the learner's file, after a backup of that.
Status reset(const Session& session, const std::string& step);

/// Checks the kata itself: every solution, wrong answer and starter. Takes minutes.
Status verify(const Session& session);

}  // namespace kata
