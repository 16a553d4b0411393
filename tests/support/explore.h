#pragma once
#include <functional>
#include <source_location>

#include "support/world.h"

namespace stage {

/// Runs `scene` once for EVERY order in which its events can happen, each time in a new world. The
/// first order that fails is reported with its story. Whatever thread is left over afterwards is
/// a failure too. A thread that hangs is a failure and is abandoned: the process goes on without
/// it.
void explore(const std::function<void(World&)>& scene,
             std::source_location where = std::source_location::current());

}  // namespace stage
