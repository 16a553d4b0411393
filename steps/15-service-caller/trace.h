#pragma once
#include <string>

namespace trace {

/// The key under which a context has the id that follows a request through all the services.
struct Id {
  using value_type = std::string;
};

}  // namespace trace
