#pragma once
/// What two plug-ins have in common: a key.

#include <string>

#include "context/context.h"

namespace plugin {

struct TraceId {
  using value_type = std::string;
};

}  // namespace plugin
