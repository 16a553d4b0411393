#pragma once
#include <string>

#include <gtest/gtest.h>

#include "support/os/task.h"

namespace stage::os {

/// For tests that hold whatever the kernel counts.
inline auto every_evidence() { return testing::Values(Evidence::arrivals, Evidence::departures); }

inline std::string name_of(const testing::TestParamInfo<Evidence>& evidence) {
  return evidence.param == Evidence::arrivals ? "arrivals" : "departures";
}

}  // namespace stage::os
