#pragma once
#include <span>

#include "support/os/threads.h"

namespace stage::os {

/// Holds threads wherever they are blocked, so that several things can happen before they look.
/// They go on when this is destroyed. One at a time.
class Freeze {
 public:
  explicit Freeze(std::span<const Thread> threads);
  ~Freeze();
  Freeze(const Freeze&) = delete;
  Freeze& operator=(const Freeze&) = delete;
};

}  // namespace stage::os
