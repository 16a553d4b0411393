#pragma once
#include <string>

/// Where the data comes from.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data. Blocks for as long as that takes. May be called by several threads at once.
  virtual std::string fetch() = 0;
};
