#pragma once
#include <functional>
#include <map>
#include <string>

#include "support/stage.h"

/// Several at once, each in a thread of this name: it takes a hold for them to meet.
inline void at_once(World& world, const std::map<std::string, std::function<void()>>& bodies) {
  auto& now = world.make<stage::Gate>();
  for (const auto& [name, body] : bodies) {
    world.start(name, [&now, body] {
      now.wait();
      body();
    });
  }
  world.start("opener", [&now] { now.open(); });
}
