/// context/asio.h: a context ends an operation, and a slot ends a context.

#include "context/asio.h"

#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio.hpp>
#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using asio::cancellation_type;
using context::asio::Cancellation;

struct Name {
  using value_type = std::string;
};

context::Derived live() { return context::with_cancel(context::background()); }

/// A wait for an hour that `stop` may cancel.
struct Wait {
  Wait(asio::io_context& io, const Cancellation& stop) : timer(io, 1h) {
    timer.async_wait(asio::bind_cancellation_slot(
        stop.slot(), [this](boost::system::error_code code) { result = code; }));
  }

  asio::steady_timer timer;
  std::optional<boost::system::error_code> result;
};

TEST(AsioCancellation, cancels_the_operation_on_its_executor_when_the_context_ends) {
  asio::io_context io;
  const auto [ctx, cancel] = live();
  const Cancellation stop(ctx, io.get_executor());
  const Wait wait(io, stop);

  std::thread([&] { cancel(); }).join();
  EXPECT_FALSE(wait.result) << "nothing happens but on the executor";
  io.run();

  EXPECT_EQ(wait.result, asio::error::operation_aborted);
}

TEST(AsioCancellation, reaches_what_is_started_in_the_same_handler_under_an_ended_context) {
  asio::io_context io;
  const auto [ctx, cancel] = live();
  cancel();
  std::optional<Cancellation> stop;
  std::optional<Wait> wait;
  asio::post(io, [&] {
    stop.emplace(ctx, io.get_executor());
    wait.emplace(io, *stop);
  });

  io.run();

  EXPECT_EQ(wait->result, asio::error::operation_aborted);
}

TEST(AsioCancellation, keeps_a_context_that_nobody_else_holds) {
  asio::io_context io;
  const auto [ctx, cancel] = live();
  const auto [other, cancel_other] = live();
  const Cancellation stop(context::merge(ctx, other), io.get_executor());
  const Wait wait(io, stop);

  io.poll();
  EXPECT_FALSE(wait.result) << "neither has ended";
  io.restart();
  cancel_other();
  io.run();

  EXPECT_EQ(wait.result, asio::error::operation_aborted);
}

TEST(AsioCancellation, emits_its_type_in_the_strand) {
  asio::thread_pool pool(2);
  const auto strand = asio::make_strand(pool);
  const auto [ctx, cancel] = live();
  const Cancellation stop(ctx, strand, cancellation_type::total);
  bool in_the_strand = false;
  cancellation_type seen = cancellation_type::none;
  stop.slot().assign([&](cancellation_type type) {
    in_the_strand = strand.running_in_this_thread();
    seen = type;
  });

  cancel();
  pool.join();

  EXPECT_TRUE(in_the_strand);
  EXPECT_EQ(seen, cancellation_type::total);
}

TEST(AsioCancellation, may_go_while_its_signal_is_on_the_way) {
  asio::io_context io;
  const auto [ctx, cancel] = live();
  std::optional<Cancellation> stop(std::in_place, ctx, io.get_executor());
  cancel();

  stop.reset();

  EXPECT_EQ(io.run(), 1U);
}

TEST(AsioCancellation, leaves_an_operation_alone_that_has_completed) {
  for (int round = 0; round < 300; ++round) {
    asio::thread_pool pool(2);
    const auto strand = asio::make_strand(pool);
    const auto [ctx, cancel] = live();
    int completed = 0;
    asio::post(strand, [&] {
      auto stop = std::make_shared<Cancellation>(ctx, strand);
      auto timer = std::make_shared<asio::steady_timer>(strand, 0ms);
      timer->async_wait(asio::bind_cancellation_slot(
          stop->slot(), [&, stop, timer](boost::system::error_code) { ++completed; }));
    });

    cancel();
    pool.join();

    ASSERT_EQ(completed, 1);
  }
}

TEST(AsioFrom, ends_when_the_signal_is_emitted) {
  asio::cancellation_signal signal;
  const auto ctx = context::asio::from(signal.slot());
  EXPECT_FALSE(ctx.err());

  signal.emit(cancellation_type::partial);

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
}

TEST(AsioFrom, ends_when_the_slot_is_cleared_or_used_again_or_loses_its_signal) {
  std::optional<asio::cancellation_signal> signal(std::in_place);
  const auto cleared = context::asio::from(signal->slot());
  signal->slot().clear();
  EXPECT_TRUE(cleared.err());

  const auto replaced = context::asio::from(signal->slot());
  const auto last = context::asio::from(signal->slot());
  EXPECT_TRUE(replaced.err());
  EXPECT_FALSE(last.err());

  signal.reset();
  EXPECT_TRUE(last.err());
}

TEST(AsioFrom, is_below_its_parent) {
  const auto [parent, cancel] = live();
  const auto named = context::with_value<Name>(parent, "x");
  asio::cancellation_signal signal;
  const auto ctx = context::asio::from(signal.slot(), named);
  EXPECT_EQ(*ctx.value<Name>(), "x");

  cancel();

  EXPECT_TRUE(ctx.err());
  EXPECT_EQ(context::asio::from(asio::cancellation_slot(), named), named);
}

TEST(AsioFrom, may_be_dropped_by_its_own_callback) {
  asio::cancellation_signal signal;
  std::optional ctx(context::asio::from(signal.slot()));
  const std::stop_token token = ctx->done();
  const std::stop_callback drop(token, [&] { ctx.reset(); });

  signal.emit(cancellation_type::terminal);

  EXPECT_TRUE(token.stop_requested());
}

}  // namespace
