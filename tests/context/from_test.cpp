/// from(): a context that ends when a foreign token is stopped.

#include <functional>
#include <latch>
#include <optional>

#include "support.h"

namespace {

using Callback = std::stop_callback<std::function<void()>>;

TEST(From, ends_before_request_stop_returns) {
  std::stop_source source;
  const auto ctx = context::from(source.get_token());
  EXPECT_FALSE(ctx.err());

  source.request_stop();

  EXPECT_EQ(ctx.err(), context::Errc::canceled);
  EXPECT_EQ(context::cause(ctx), context::Errc::canceled);
  EXPECT_TRUE(ctx.done().stop_requested());
}

TEST(From, runs_callbacks_on_the_thread_that_stops_the_token) {
  std::stop_source source;
  const auto ctx = context::from(source.get_token());
  std::thread::id ran_on;
  const auto call = context::after_func(ctx, [&] { ran_on = std::this_thread::get_id(); });

  std::thread stopper([&] { source.request_stop(); });
  const std::thread::id id_of_the_stopper = stopper.get_id();
  stopper.join();

  EXPECT_EQ(ran_on, id_of_the_stopper);
}

TEST(From, a_stopped_token_has_ended) {
  std::stop_source source;
  source.request_stop();

  EXPECT_EQ(context::from(source.get_token()).err(), context::Errc::canceled);
}

TEST(From, a_token_that_nobody_can_stop_is_the_background) {
  std::stop_token orphan = std::stop_source().get_token();

  EXPECT_EQ(context::from(std::stop_token()), context::background());
  EXPECT_EQ(context::from(orphan), context::background());
}

TEST(From, stays_live_when_the_last_source_goes) {
  std::optional<std::stop_source> source(std::in_place);
  const auto ctx = context::from(source->get_token());

  source.reset();

  EXPECT_FALSE(ctx.err());
}

TEST(From, lasts_as_long_as_what_is_derived_from_it) {
  std::stop_source source;
  const auto [child, cancel] = context::with_cancel(context::from(source.get_token()));
  EXPECT_FALSE(child.err());

  source.request_stop();

  EXPECT_TRUE(child.err());
}

TEST(From, is_stopped_when_its_last_handle_goes) {
  std::stop_source source;
  const std::stop_token token = context::from(source.get_token()).done();

  EXPECT_TRUE(token.stop_requested());
  EXPECT_FALSE(source.stop_requested());
}

TEST(From, may_lose_its_last_handle_in_its_own_callback) {
  std::stop_source source;
  std::optional ctx(context::from(source.get_token()));
  const Callback drop(ctx->done(), [&] { ctx.reset(); });

  source.request_stop();

  EXPECT_FALSE(ctx);
}

TEST(From, may_lose_its_last_handle_in_another_callback_of_the_token) {
  for (const bool drops_first : {true, false}) {
    std::stop_source source;
    std::optional<context::Context> ctx;
    std::optional<Callback> drop;
    if (!drops_first) drop.emplace(source.get_token(), [&] { ctx.reset(); });
    ctx = context::from(source.get_token());
    const std::stop_token token = ctx->done();
    if (drops_first) drop.emplace(source.get_token(), [&] { ctx.reset(); });  // the last goes first

    source.request_stop();

    EXPECT_TRUE(token.stop_requested());
  }
}

TEST(From, lets_go_of_its_last_handle_while_its_callback_runs_elsewhere) {
  std::stop_source source;
  std::optional ctx(context::from(source.get_token()));
  std::latch runs(1);
  std::latch dropped(1);
  const Callback wait(ctx->done(), [&] {
    runs.count_down();
    dropped.wait();
  });
  std::jthread stopper([&] { source.request_stop(); });
  runs.wait();

  ctx.reset();  // would never return if it waited for the callback

  dropped.count_down();
}

TEST(From, a_context_s_own_token_ends_along_however_long_the_chain) {
  const auto [root, cancel] = live();
  std::vector<context::Context> chain{root};
  for (int i = 0; i < 1000; ++i) chain.push_back(context::from(chain.back().done()));

  cancel();

  EXPECT_TRUE(chain.back().err());
}

TEST(From, prints_where_it_comes_from) {
  std::stop_source source;
  std::ostringstream out;
  out << context::from(source.get_token());

  EXPECT_EQ(out.str(), "background.with_cancel.from(stop_token)");
}

TEST(From, ends_once_when_stopped_and_dropped_at_once) {
  for (int round = 0; round < 2000; ++round) {
    std::stop_source source;
    std::optional ctx(context::from(source.get_token()));
    std::atomic<int> calls = 0;
    const Callback count(ctx->done(), [&] { ++calls; });

    on_threads(2, [&](std::size_t i) { i == 0 ? void(source.request_stop()) : ctx.reset(); });

    ASSERT_EQ(calls, 1);
  }
}

}  // namespace
