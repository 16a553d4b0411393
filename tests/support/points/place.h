#pragma once
#include <string>
#include <vector>

#include "support/points/point.h"

namespace stage::points {

/// Where a thread is whose return addresses these are, and what it is about to do, in words that
/// follow "is held": " at server.cpp:31, before it locks a mutex". Runs addr2line: milliseconds.
[[nodiscard]] std::string place_of(const std::vector<void*>& stack, Deed deed);

}  // namespace stage::points
