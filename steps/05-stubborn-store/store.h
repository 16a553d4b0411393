#pragma once
#include <string>

/// Where the data comes from. A stubborn one: it hears cancel() and goes on all the same.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data. Blocks for as long as that takes, cancelled or not. May be called by several
  /// threads at once. Does not throw.
  virtual std::string fetch() = 0;

  /// Tells the store to give up. May be called by any thread while others are in fetch(). Does not
  /// block, and promises nothing.
  virtual void cancel() = 0;
};
