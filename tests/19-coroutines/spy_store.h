#pragma once
#include "store.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio.hpp>

#include "support/actor.h"
#include "support/stage.h"

namespace asio = boost::asio;
using Strand = asio::strand<asio::io_context::executor_type>;
using boost::system::error_code;

inline const error_code aborted = asio::error::operation_aborted;

/// What stands behind the store, and outlives it. A call of the store takes until one of its events
/// happens; told to stop, it goes on until the event "it has stopped". Thread-safe.
class Backend {
 public:
  Backend(World& world, const Strand& strand) : world_(world), strand_(strand) {}

  /// One call, from its beginning to its end, which is `event`.
  asio::awaitable<std::string> call(const char* what, const char* event, error_code result = {}) {
    world_.story().tell("store", std::string(what) + " begins");
    expect_on_the_executor(std::string("calls ") + what);
    ++inside;
    const auto start = [&](auto handler) { begin(what, event, result, std::move(handler)); };
    constexpr auto token = asio::as_tuple(asio::use_awaitable);
    // No temporaries in a co_await: g++ 12 destroys them twice.
    auto end = asio::async_initiate<decltype(token), void(error_code, std::string)>(start, token);
    const auto [error, data] = co_await std::move(end);
    --inside;
    world_.story().tell("store",
                        what + (error ? " fails: " + error.message() : std::string(" is done")));
    if (error) throw boost::system::system_error(error);
    co_return data;
  }

  void expect_on_the_executor(const std::string& who) const {
    if (strand_.running_in_this_thread() || over) return;
    world_.story().tell(stage::teller(), who, "not on the executor");
    ADD_FAILURE() << "Somebody " << who << " on the thread '" << stage::teller()
                  << "', and not on the executor: what runs there is not expecting company. post() "
                     "it to the executor.";
  }

  std::atomic<bool> over = false;  // the scene has failed, and is being taken down
  error_code fetch_error;          // what fetch() comes to
  bool fails_at_once = false;      // with that, and takes no time for it
  std::atomic<std::chrono::steady_clock::time_point> rolls_back_since = {};
  std::atomic<int> inside = 0;
  std::atomic<int> fetches = 0;
  std::atomic<int> roll_backs = 0;  // that have come to their end
  std::atomic<int> told = 0;

 private:
  /// A call that waits for its end; whoever comes first makes it.
  template <class Handler>
  class Waiting {
   public:
    explicit Waiting(Handler handler)
        : work_(asio::make_work_guard(handler)),
          handler_(std::make_unique<Handler>(std::move(handler))) {}

    void end(error_code failure, const std::string& data) {
      const std::lock_guard lock(mutex_);
      if (!handler_) return;
      const auto executor = work_.get_executor();
      asio::post(executor,
                 [failure, data, handler = std::move(handler_), work = std::move(work_)]() mutable {
                   asio::get_associated_cancellation_slot(*handler).clear();
                   std::move (*handler)(failure, std::move(data));
                 });
    }

   private:
    std::mutex mutex_;
    asio::executor_work_guard<asio::associated_executor_t<Handler>> work_;
    std::unique_ptr<Handler> handler_;
  };

  template <class Handler>
  void begin(const std::string& what, const std::string& event, error_code result,
             Handler handler) {
    auto slot = asio::get_associated_cancellation_slot(handler);
    const auto waiting = std::make_shared<Waiting<Handler>>(std::move(handler));
    if (slot.is_connected()) {
      slot.assign([this, what, waiting](asio::cancellation_type /*type*/) {
        ++told;
        world_.story().tell("store", "is told to stop " + what);
        expect_on_the_executor("tells the store to stop");
        world_.may_happen("it has stopped", "backend", [waiting] { waiting->end(aborted, ""); });
      });
    }
    world_.may_happen(event, "backend", [result, waiting] { waiting->end(result, "hello"); });
  }

  World& world_;
  const Strand& strand_;
};

/// A store over a backend. It says so when it is destroyed too early.
class SpyStore : public Store {
 public:
  explicit SpyStore(Backend& backend) : backend_(backend) {}
  ~SpyStore() override {
    if (backend_.inside == 0 || backend_.over) return;
    ADD_FAILURE() << "The store is destroyed while it is at work: nobody has kept it. A coroutine "
                     "keeps what it was given by value, and nothing else.";
  }
  SpyStore(const SpyStore&) = delete;
  SpyStore& operator=(const SpyStore&) = delete;

  asio::awaitable<std::string> fetch() override {
    ++backend_.fetches;
    if (backend_.fails_at_once) return failed(backend_);
    return backend_.call("fetch()", "the store answers", backend_.fetch_error);
  }

  asio::awaitable<void> roll_back() override { return rolled_back(backend_); }

 private:
  static asio::awaitable<std::string> failed(Backend& backend) {
    if (backend.fetch_error) throw boost::system::system_error(backend.fetch_error);
    co_return "";
  }

  static asio::awaitable<void> rolled_back(Backend& backend) {
    backend.rolls_back_since = std::chrono::steady_clock::now();
    co_await backend.call("roll_back()", "it is rolled back");
    ++backend.roll_backs;
  }

  Backend& backend_;
};
