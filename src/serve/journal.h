#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <deque>
#include <expected>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "context/context.h"

namespace serve {

/// What happens to requests, as it happens: a line for each that is over, and the whole story for
/// the page, as JSON objects. Thread-safe.
class Journal {
 public:
  /// How a piece of work ended.
  struct End {
    std::string how;             ///< "answered", "given up by the client", ...
    bool stopped = false;        ///< before it was done
    std::size_t late_bytes = 0;  ///< written after the cancellation
  };

  /// `write` gets each line of the log, with its line's end; under a lock.
  explicit Journal(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

  /// A piece of work begins, a part of `parent` (0: it is a request). Returns its number.
  std::size_t begin(std::size_t parent, std::string_view name);
  /// Where it is by now: "character 3 of 12".
  void at(std::size_t number, std::string_view where);
  void end(std::size_t number, const End& end);
  /// A line for the log that is about no request.
  void say(std::string_view line);

  /// The sums over all requests that are over.
  struct Sum {
    std::size_t requests = 0;
    std::size_t stopped = 0;
    std::size_t late_bytes = 0;
  };
  [[nodiscard]] Sum sum() const;

  /// The events from number `next` on, of which there is at least one, and the number that follows.
  /// Blocks until there are some, or `ctx` has ended. What is too long ago is left out.
  struct News {
    std::vector<std::string> events;
    std::size_t next = 0;
  };
  std::expected<News, std::error_code> wait_for_news(const context::Context& ctx, std::size_t next);

 private:
  struct Work {
    std::size_t number = 0;
    std::size_t parent = 0;
    std::string name;
    std::string where;
    context::Clock::time_point begun;
  };

  [[nodiscard]] Work* find(std::size_t number);
  void tell(std::string event);
  [[nodiscard]] long now() const;

  const std::function<void(std::string_view)> write_;
  const context::Clock::time_point start_ = context::Clock::now();
  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  std::vector<Work> under_way_;
  std::deque<std::string> events_;
  std::size_t first_event_ = 0;  // the number of events_.front()
  std::size_t last_number_ = 0;
  Sum sum_;
};

/// The same text as a JSON string, in quotes, with \u00NN for each byte that isn't printable ASCII:
/// fit for a terminal, too.
std::string in_quotes(std::string_view text);

}  // namespace serve
