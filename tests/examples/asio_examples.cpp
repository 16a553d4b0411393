/// The examples in context/asio.h, compiled and run.

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio.hpp>
#include <gtest/gtest.h>

#include "context/asio.h"

namespace {

using namespace std::chrono_literals;

bool serving = false;
boost::asio::awaitable<void> serve() {
  serving = true;
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, 1h);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// example of context/asio.h
void start(const context::Context& ctx, boost::asio::io_context& io) {
  auto stop = std::make_shared<context::asio::Cancellation>(ctx, io.get_executor());
  boost::asio::co_spawn(io, serve(), bind_cancellation_slot(stop->slot(), [stop](auto) {}));
}
// end

TEST(Example, of_a_coroutine_that_ends_with_a_context) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  boost::asio::io_context io;
  start(ctx, io);
  io.poll();
  EXPECT_TRUE(serving);

  cancel();
  io.run();  // comes to its end
}

struct Store {
  std::string fetch(const context::Context& ctx) {
    return context::sleep_for(ctx, 1h) ? ctx.err().message() : "slept";
  }
};

// example of context/asio.h
template <class Token>
auto async_fetch(Store& store, boost::asio::thread_pool& pool, Token&& token) {
  const auto initiate = [&](auto handler) {
    auto slot = get_associated_cancellation_slot(handler);
    auto work = boost::asio::make_work_guard(handler);
    post(pool, [&store, slot, work = std::move(work), handler = std::move(handler),
                ctx = context::asio::from(slot)]() mutable {
      auto answer = store.fetch(ctx);
      dispatch(work.get_executor(), [slot, answer, handler = std::move(handler)]() mutable {
        slot.clear();
        std::move(handler)(answer);
      });
    });
  };
  return boost::asio::async_initiate<Token, void(std::string)>(initiate, token);
}
// end

TEST(Example, of_a_blocking_call_that_is_cancelled_by_a_slot) {
  boost::asio::io_context io;
  boost::asio::thread_pool pool(1);
  Store store;
  std::string result;
  boost::asio::cancellation_signal signal;
  async_fetch(store, pool,
              bind_cancellation_slot(
                  signal.slot(), bind_executor(io, [&](std::string answer) { result = answer; })));

  signal.emit(boost::asio::cancellation_type::terminal);
  io.run();

  EXPECT_EQ(result, "context canceled");
}

}  // namespace
