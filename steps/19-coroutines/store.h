#pragma once
#include <string>

#include <boost/asio/awaitable.hpp>

/// Where the data come from: the store of step 18, say, on a thread of its own. Whoever awaits it
/// blocks no thread. What goes wrong is thrown as a boost::system::system_error.
class Store {
 public:
  virtual ~Store() = default;

  /// The data. When it is cancelled, it is told to stop, and fails with operation_aborted as soon
  /// as it has stopped.
  virtual boost::asio::awaitable<std::string> fetch() = 0;

  /// Undoes what a failed fetch() has left. It can be cancelled, too, and then leaves that where it
  /// is; in no other way can it fail.
  virtual boost::asio::awaitable<void> roll_back() = 0;
};
