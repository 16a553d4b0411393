/// The examples in the headers of src/context, compiled and run.

#include <string>

#include "context/fwd.h"

// example of context/fwd.h
std::string fetch(context::Context ctx);
void cancel_later(context::CancelFunc cancel);
// end

#include <array>
#include <chrono>
#include <condition_variable>
#include <latch>
#include <mutex>
#include <queue>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <system_error>
#include <thread>
#include <utility>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "context/context.h"
#include "context/manual_clock.h"
#include "context/stoppable_token.h"
#include "context/wait.h"

std::string fetch(context::Context ctx) { return ctx.err().message(); }
void cancel_later(context::CancelFunc cancel) { cancel(); }

namespace {

using namespace std::chrono_literals;

TEST(Example, of_fwd) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  cancel_later(std::move(cancel));

  EXPECT_EQ(fetch(ctx), "context canceled");
}

struct Request {
  context::Context ctx;
  [[nodiscard]] const context::Context& context() const { return ctx; }
};

std::latch working(1);
void work_a_little() {
  if (!working.try_wait()) working.count_down();
}

void answer(const Request&) {
  working.wait();
  throw std::runtime_error("the answer can't be written");
}

void handle(const Request& request) {
  // example of context/context.h
  std::jthread worker;  // above `cancel`, so that it is joined after the cancellation
  auto [ctx, cancel] = context::with_cancel(request.context());
  worker = std::jthread([ctx] {
    while (!ctx.err()) work_a_little();
  });
  answer(request);  // if this throws, too, `cancel` goes, and the worker sees it
  // end
}

TEST(Example, of_a_worker_that_looks) { EXPECT_THROW(handle(Request()), std::runtime_error); }

TEST(Example, of_work_that_waits) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  std::mutex mutex;
  std::queue<int> queue;
  std::condition_variable_any ready;
  bool served = false;
  const auto serve = [&] {
    std::unique_lock lock(mutex);
    // example of context/context.h
    ready.wait(lock, ctx.done(), [&] { return !queue.empty(); });
    if (ctx.err()) return;  // cancellation wins ties
    // end
    served = true;
  };

  cancel();
  serve();

  EXPECT_FALSE(served);
}

TEST(Example, of_a_value) {
  const context::Context parent;
  std::ostringstream log;

  // example of context/context.h
  struct TraceId {
    using value_type = std::string;
  };
  const auto ctx = context::with_value<TraceId>(parent, "105445aa7843bc8b");
  if (const std::string* id = ctx.value<TraceId>()) log << *id;
  // end

  EXPECT_EQ(log.str(), "105445aa7843bc8b");
}

void report() {}

// example of context/context.h
void worker(std::stop_token stop) {
  const auto ctx = context::from(stop);
  while (!context::sleep_for(ctx, 1s)) report();
}
// end

TEST(Example, of_from) {
  std::jthread thread(worker);

  thread.request_stop();
  thread.join();  // it would sleep on for ever, a second at a time
}

TEST(Example, of_merge) {
  const Request request;
  const auto [shutting_down, shut_down] = context::with_cancel(context::background());
  shut_down();
  struct {
    std::string fetch(const context::Context& ctx) { return ctx.err().message(); }
  } store;

  // example of context/context.h
  const auto either = context::merge(request.context(), shutting_down);
  const auto answer = store.fetch(either);
  // end

  EXPECT_EQ(answer, "context canceled");
}

/// One end of a pair of sockets.
class Socket {
 public:
  Socket() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    for (const int end : ends_) ::close(end);
  }
  void read(std::array<char, 8>& buffer) const {
    EXPECT_EQ(::read(ends_[0], buffer.data(), buffer.size()), 0);
  }
  void shutdown() const { ::shutdown(ends_[0], SHUT_RDWR); }

 private:
  std::array<int, 2> ends_{};
};

TEST(Example, of_after_func) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const Socket socket;
  std::array<char, 8> buffer{};
  const auto read = [&]() -> std::error_code {
    // example of context/after_func.h
    const auto hang_up = context::after_func(ctx, [&] { socket.shutdown(); });
    socket.read(buffer);              // comes back early when ctx ends
    if (ctx.err()) return ctx.err();  // not `if (!hang_up.stop())`: that is another question
    // end
    return {};
  };
  std::error_code result;
  std::jthread reader([&] { result = read(); });

  cancel();
  reader.join();

  EXPECT_EQ(result, context::Errc::canceled);
}

enum class Overload { shed_load = 1 };
std::error_code make_error_code(Overload code) {
  return {static_cast<int>(code), std::generic_category()};
}

}  // namespace

template <>
struct std::is_error_code_enum<Overload> : std::true_type {};

namespace {

TEST(Example, of_cancel_func) {
  const context::Context parent;

  // example of context/cancel_func.h
  auto [ctx, cancel] = context::with_cancel(parent);
  cancel(Overload::shed_load);  // ends ctx and all below it; see context::cause()
  cancel();                     // does nothing any more: the first canceller wins
  // end

  EXPECT_EQ(context::cause(ctx), Overload::shed_load);
}

TEST(Example, of_errc) {
  bool responded = false;
  const auto respond_504 = [&] { responded = true; };
  const auto handle = [&](const context::Context& ctx) {
    // example of context/errc.h
    if (ctx.err() == context::Errc::canceled) return;      // the client gave up
    if (ctx.err() == std::errc::timed_out) respond_504();  // the portable spelling
    // end
  };
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const auto [late, cancel_late] = context::with_timeout(context::background(), 0ms);

  cancel();
  handle(ctx);
  EXPECT_FALSE(responded);
  handle(late);
  EXPECT_TRUE(responded);
}

TEST(Example, of_a_manual_clock) {
  // example of context/manual_clock.h
  context::testing::ManualClock clock;
  auto [ctx, cancel] = context::with_timeout(clock.background(), 5ms);
  clock.advance(4ms);
  EXPECT_FALSE(ctx.err());
  clock.advance(1ms);
  EXPECT_EQ(ctx.err(), context::Errc::deadline_exceeded);
  // end
}

TEST(Example, of_sleepers_on_a_manual_clock) {
  context::testing::ManualClock clock;
  std::error_code answer = context::Errc::canceled;
  struct {
    std::error_code fetch(const context::Context& ctx) { return context::sleep_for(ctx, 1ms); }
  } slow_store;

  // example of context/manual_clock.h
  std::jthread store([&] { answer = slow_store.fetch(clock.background()); });
  clock.wait_for_sleepers(1);  // it sleeps now
  clock.advance(1ms);          // its sleep is over
  // end

  store.join();
  EXPECT_FALSE(answer);
}

TEST(Example, of_wait_until) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  std::mutex mutex;
  std::condition_variable_any ready;
  std::queue<int> queue;
  const auto serve = [](int) { return std::error_code(); };
  const auto next = [&] {
    // example of context/wait.h
    std::unique_lock lock(mutex);
    if (const auto err = context::wait_until(ctx, ready, lock, [&] { return !queue.empty(); })) {
      return err;  // nobody wants it any more
    }
    return serve(queue.front());
    // end
  };
  queue.push(1);
  EXPECT_FALSE(next());

  cancel();

  EXPECT_EQ(next(), context::Errc::canceled);
}

/// As std::execution has them.
struct Environment {
  std::stop_token stop;
};
struct Receiver {
  Environment environment;
};
const Environment& get_env(const Receiver& receiver) { return receiver.environment; }
context::StoppableToken get_stop_token(const Environment& environment) {
  return context::StoppableToken(environment.stop);
}

TEST(Example, of_stoppable_token) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const Receiver receiver{{ctx.done()}};

  // example of context/stoppable_token.h
  const auto token = context::stoppable_token(ctx);  // for the environment of a receiver
  const auto below = context::from(get_stop_token(get_env(receiver)));  // and back
  // end

  cancel();
  EXPECT_TRUE(token.stop_requested());
  EXPECT_TRUE(below.err());
}

}  // namespace
