#pragma once
#include <string_view>

/// For what somebody ought to look into. Thread-safe.
class Log {
 public:
  virtual ~Log() = default;

  /// Adds one line. Doesn't block.
  virtual void error(std::string_view message) = 0;
};
