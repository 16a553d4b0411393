#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <thread>

#include "support.h"

namespace {

TEST(AfterFunc, runs_once_after_the_end) {
  const auto [ctx, cancel] = live();
  int runs = 0;
  const auto call = context::after_func(ctx, [&] { ++runs; });
  EXPECT_EQ(runs, 0);

  cancel();
  cancel();

  EXPECT_EQ(runs, 1);
}

TEST(AfterFunc, runs_at_once_on_a_context_that_has_ended) {
  const auto [ctx, cancel] = live();
  cancel();
  int runs = 0;

  const auto call = context::after_func(ctx, [&] { ++runs; });

  EXPECT_EQ(runs, 1);
  EXPECT_FALSE(call.stop());
}

TEST(AfterFunc, runs_when_an_ancestor_ends) {
  const auto [parent, cancel] = live();
  const auto [child, cancel_child] = context::with_cancel(parent);
  int runs = 0;
  const auto call = context::after_func(child, [&] { ++runs; });

  cancel();

  EXPECT_EQ(runs, 1);
}

TEST(AfterFunc, runs_on_the_thread_of_the_canceller) {
  auto [ctx, cancel] = live();
  std::thread::id ran_on;
  const auto call = context::after_func(ctx, [&] { ran_on = std::this_thread::get_id(); });

  std::thread canceller([&cancel] { cancel(); });
  const std::thread::id canceller_id = canceller.get_id();
  canceller.join();

  EXPECT_EQ(ran_on, canceller_id);
}

TEST(AfterFunc, stop_says_true_only_when_it_prevented_the_run) {
  const auto [ctx, cancel] = live();
  int runs = 0;
  const auto prevented = context::after_func(ctx, [&] { ++runs; });
  const auto too_late = context::after_func(ctx, [&] { ++runs; });

  EXPECT_TRUE(prevented.stop());
  EXPECT_FALSE(prevented.stop()) << "it was prevented before, by the first stop()";
  cancel();

  EXPECT_FALSE(prevented.stop());
  EXPECT_FALSE(too_late.stop());
  EXPECT_EQ(runs, 1);
}

TEST(AfterFunc, stop_does_not_wait_for_a_call_that_runs) {
  const auto [ctx, cancel] = live();
  context::AfterFunc call;
  bool stopped = true;
  call = context::after_func(ctx, [&] { stopped = call.stop(); });

  cancel();

  EXPECT_FALSE(stopped);
}

TEST(AfterFunc, is_taken_back_when_it_is_destroyed) {
  const auto [ctx, cancel] = live();
  int runs = 0;
  {
    const auto call = context::after_func(ctx, [&] { ++runs; });
  }

  cancel();

  EXPECT_EQ(runs, 0);
}

TEST(AfterFunc, never_runs_under_the_background) {
  int runs = 0;
  const auto call = context::after_func(context::background(), [&] { ++runs; });

  EXPECT_TRUE(call.stop());
  EXPECT_EQ(runs, 0);
}

TEST(AfterFunc, that_was_moved_from_stands_for_nothing) {
  const auto [ctx, cancel] = live();
  auto call = context::after_func(ctx, [] {});
  const auto moved = std::move(call);

  EXPECT_FALSE(call.stop());  // NOLINT(bugprone-use-after-move): that is the test
  EXPECT_TRUE(moved.stop());
}

TEST(Callback, may_cancel_again) {
  const auto [ctx, cancel] = live();
  const auto call = context::after_func(ctx, [&cancel] { cancel(cause_number(2)); });

  cancel(cause_number(1));

  EXPECT_EQ(context::cause(ctx), cause_number(1));
}

TEST(Callback, may_take_itself_back) {
  const auto [ctx, cancel] = live();
  std::optional<std::stop_callback<std::function<void()>>> callback;
  callback.emplace(ctx.done(), [&] { callback.reset(); });
  context::AfterFunc call;
  call = context::after_func(ctx, [&call] { call = context::AfterFunc(); });

  cancel();

  EXPECT_FALSE(callback);
}

TEST(Callback, may_register_another_which_runs_at_once) {
  const auto [ctx, cancel] = live();
  int runs = 0;
  std::vector<context::AfterFunc> calls;
  calls.push_back(context::after_func(ctx, [&] {
    calls.push_back(context::after_func(ctx, [&] { ++runs; }));
    EXPECT_EQ(runs, 1);
  }));

  cancel();

  EXPECT_EQ(runs, 1);
}

TEST(Callback, may_drop_the_last_handle_of_its_own_context) {
  std::optional<context::Derived> derived(live());
  std::optional<context::Derived> child(context::with_cancel(derived->ctx));
  const std::stop_token token = child->ctx.done();
  const std::stop_callback drop(derived->ctx.done(), [&] {
    derived.reset();
    child.reset();
  });

  derived->cancel();

  EXPECT_FALSE(derived);
  EXPECT_TRUE(token.stop_requested());
}

TEST(Callback, may_derive_from_the_context_that_ends_and_cancel_the_child) {
  const auto [ctx, cancel] = live();
  std::error_code seen;
  const auto call = context::after_func(ctx, [&] {
    const auto [child, cancel_child] = context::with_timeout(ctx, 1h);
    cancel_child();
    seen = child.err();
  });

  cancel();

  EXPECT_EQ(seen, context::Errc::canceled);
}

TEST(Callback, may_cancel_the_parent_the_children_and_the_siblings) {
  const auto [parent, cancel] = live();
  std::vector<context::Derived> children;
  for (int i = 0; i < 3; ++i) children.push_back(context::with_cancel(parent));
  const auto call = context::after_func(children[1].ctx, [&] {
    for (auto& child : children) child.cancel();
    cancel();
  });

  children[1].cancel();

  EXPECT_TRUE(parent.err());
  for (auto& child : children) EXPECT_TRUE(child.ctx.err());
}

TEST(Callback, may_cancel_a_child_that_the_same_cancel_has_not_told_yet) {
  const auto [parent, cancel] = live();
  const auto [child, cancel_child] = context::with_cancel(parent);
  int runs = 0;
  const auto of_child = context::after_func(child, [&] { ++runs; });
  const auto of_parent = context::after_func(parent, [&] {
    cancel_child();
    EXPECT_EQ(runs, 1) << "who cancels second returns when the context is told";
  });

  cancel();

  EXPECT_EQ(runs, 1);
}

struct Alive {
  using value_type = std::shared_ptr<int>;
};

TEST(Callback, may_destroy_a_context_that_two_threads_cancel) {
  const auto [parent, cancel] = live();
  auto value = std::make_shared<int>();
  const std::weak_ptr<int> alive = value;
  std::optional<context::Derived> child(
      context::with_cancel(context::with_value<Alive>(parent, std::move(value))));
  std::latch held(1);
  std::latch go_on(1);
  const auto hold = context::after_func(parent, [&] {
    held.count_down();
    go_on.wait();
  });
  std::jthread first;
  const std::stop_callback destroy(child->ctx.done(), [&] {
    child.reset();
    go_on.count_down();
    first.join();
    EXPECT_FALSE(alive.expired()) << "it was freed under the second canceller, who is still in it";
  });
  first = std::jthread([&cancel] { cancel(); });
  held.wait();

  child->cancel();

  EXPECT_TRUE(alive.expired());
}

/// Three generations; somebody is in the middle of telling them, held in a callback.
struct Held {
  explicit Held(const context::Derived& cancelled_first)
      : callback(context::after_func(cancelled_first.ctx,
                                     [this] {
                                       begun.count_down();
                                       go_on.wait();
                                     })),
        canceller([&cancelled_first] { cancelled_first.cancel(); }) {
    begun.wait();
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { go_on.count_down(); }

  std::latch begun{1};
  std::latch go_on{1};
  context::AfterFunc callback;
  std::jthread canceller;
};

TEST(Cancel, that_comes_second_returns_when_the_tokens_of_all_below_are_stopped) {
  const auto parent = live();
  const auto child = context::with_cancel(parent.ctx);
  const auto grandchild = context::with_cancel(child.ctx);
  const auto great_grandchild = context::with_cancel(grandchild.ctx);
  const std::stop_token token = grandchild.ctx.done();
  const std::stop_token last_token = great_grandchild.ctx.done();
  const Held held(parent);

  child.cancel();

  EXPECT_TRUE(token.stop_requested());
  EXPECT_TRUE(last_token.stop_requested());
}

TEST(Cancel, that_comes_second_tells_only_those_below) {
  const auto parent = live();
  const auto before = context::with_cancel(parent.ctx);
  const auto child = context::with_cancel(parent.ctx);
  const auto grandchild = context::with_cancel(child.ctx);
  const auto after = context::with_cancel(parent.ctx);
  const std::stop_token token_before = before.ctx.done();
  const std::stop_token token_below = grandchild.ctx.done();
  const std::stop_token token_after = after.ctx.done();
  const Held held(parent);

  child.cancel();

  EXPECT_TRUE(token_below.stop_requested());
  EXPECT_FALSE(token_before.stop_requested());
  EXPECT_FALSE(token_after.stop_requested());
}

TEST(Cancel, of_the_parent_returns_when_the_tokens_below_are_stopped_whoever_ended_them) {
  const auto parent = live();
  const auto child = context::with_cancel(parent.ctx);
  const auto grandchild = context::with_cancel(child.ctx);
  const std::stop_token token = grandchild.ctx.done();
  const Held held(child);

  parent.cancel();

  EXPECT_TRUE(token.stop_requested());
}

TEST(Cancel, that_comes_second_may_outlive_the_first_in_a_callback) {
  const auto parent = live();
  auto child = context::with_cancel(parent.ctx);
  auto grandchild = context::with_cancel(child.ctx);
  std::optional<Held> held;
  const auto finish = context::after_func(grandchild.ctx, [&] {
    grandchild = {};
    child = {};
    held.reset();
  });
  held.emplace(parent);

  child.cancel();

  EXPECT_FALSE(held);
}

TEST(Callback, on_another_thread_may_cancel_the_child_during_the_cancel_of_the_parent) {
  const auto [parent, cancel] = live();
  const auto [child, cancel_child] = context::with_cancel(parent);
  std::jthread waiter([parent, &cancel_child] {
    wait_for_end(parent);
    cancel_child();
  });

  cancel();
  waiter.join();

  EXPECT_TRUE(child.err());
}

}  // namespace
