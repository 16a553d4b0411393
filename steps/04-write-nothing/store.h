#pragma once
#include <string>

/// Where the data comes from.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data. Blocks for as long as that takes; returns soon once cancel() has been
  /// called for it. May be called by several threads at once.
  virtual std::string fetch() = 0;

  /// Tells the store to give up for one client who has left; for whom, it knows by itself. What
  /// that client's fetch() returns then is not worth having; the others' go on. May be called by
  /// any thread while others are in fetch(). Does not block.
  virtual void cancel() = 0;
};
