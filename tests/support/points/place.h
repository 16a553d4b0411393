#pragma once
#include <span>
#include <string>
#include <string_view>

#include "support/points/point.h"

namespace stage::points {

/// Where a thread is whose return addresses these are, the innermost first, and null where there is
/// no more: "server.cpp:31", or "" if nobody knows. Runs addr2line: milliseconds.
[[nodiscard]] std::string place_of(std::span<const void* const> stack);

/// What a thread is about to do, in words that follow "is held": "before it locks a mutex".
[[nodiscard]] std::string_view words_for(Deed deed);

}  // namespace stage::points
