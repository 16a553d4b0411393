#pragma once
#include <functional>
#include <source_location>

#include "support/world.h"

namespace stage {

/// Runs `scene` once for EVERY order in which its events can happen, each time in a new world; then
/// again for each point at which it could matter that one of the answer's threads is held there
/// while the others go on (see points/turns.h), as far as the budget goes (points/budget.h). The
/// first run that fails is reported with its story. Whatever thread is left over afterwards is
/// a failure too. A thread that hangs is a failure and is abandoned: the process goes on without
/// it.
void explore(const std::function<void(World&)>& scene,
             std::source_location where = std::source_location::current());

}  // namespace stage
