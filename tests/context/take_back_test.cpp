/// Who waits for whom when calls are taken back while they run. What must not wait hangs if it
/// does.

#include <array>
#include <atomic>
#include <latch>
#include <memory>
#include <optional>

#include "support.h"

namespace {

using context::AfterFunc;

TEST(AfterFunc, of_two_calls_on_two_threads_each_may_destroy_the_others) {
  const context::Derived contexts[] = {live(), live()};
  AfterFunc calls[2];
  std::latch both_run(2);
  for (std::size_t i = 0; i < 2; ++i) {
    calls[i] = context::after_func(contexts[i].ctx, [&, other = &calls[1 - i]] {
      both_run.arrive_and_wait();
      *other = AfterFunc();
    });
  }

  on_threads(2, [&](std::size_t i) { contexts[i].cancel(); });

  EXPECT_FALSE(calls[0].stop());
  EXPECT_FALSE(calls[1].stop());
}

TEST(AfterFunc, of_three_calls_in_a_ring_each_may_destroy_the_next) {
  for (int round = 0; round < 200; ++round) {
    const auto parent = live();
    const context::Derived contexts[] = {live(), live(), live()};
    AfterFunc calls[3];
    std::atomic<int> returned = 0;
    std::latch all_run(3);
    for (std::size_t i = 0; i < 3; ++i) {
      calls[i] = context::after_func(contexts[i].ctx, [&, next = &calls[(i + 1) % 3]] {
        all_run.arrive_and_wait();
        *next = AfterFunc();
        ++returned;
      });
    }

    on_threads(3, [&](std::size_t i) { contexts[i].cancel(); });

    EXPECT_EQ(returned, 3);
  }
}

TEST(AfterFunc, is_not_waited_for_by_a_call_that_it_waits_for_through_a_nested_one) {
  const auto outer = live();
  const auto inner = live();
  const auto other = live();
  AfterFunc of_outer;
  AfterFunc of_other;
  std::latch both_run(2);
  of_outer = context::after_func(outer.ctx, [&] { inner.cancel(); });
  const auto of_inner = context::after_func(inner.ctx, [&] {
    both_run.arrive_and_wait();
    of_other = AfterFunc();
  });
  of_other = context::after_func(other.ctx, [&] {
    both_run.arrive_and_wait();
    of_outer = AfterFunc();
  });

  on_threads(2, [&](std::size_t i) { (i == 0 ? outer : other).cancel(); });

  EXPECT_FALSE(of_outer.stop());
}

TEST(AfterFunc, is_waited_for_while_its_call_waits_for_a_third) {
  const auto first = live();
  const auto second = live();
  std::latch both_run(3);
  std::latch go_on(1);
  std::atomic<bool> returned = false;
  AfterFunc of_second = context::after_func(second.ctx, [&] {
    both_run.arrive_and_wait();
    go_on.wait();
  });
  AfterFunc of_first = context::after_func(first.ctx, [&] {
    both_run.arrive_and_wait();
    of_second = AfterFunc();
    returned = true;
  });
  const std::jthread cancels_first([&] { first.cancel(); });
  const std::jthread cancels_second([&] { second.cancel(); });
  both_run.arrive_and_wait();
  const std::jthread helper([&] { go_on.count_down(); });

  of_first = AfterFunc();

  EXPECT_TRUE(returned);
}

TEST(AfterFunc, that_its_call_destroys_keeps_what_the_call_owns) {
  const auto [ctx, cancel] = live();
  auto value = std::make_shared<int>(7);
  const std::weak_ptr<int> alive = value;
  AfterFunc call;
  bool was_alive = false;
  call = context::after_func(ctx, [&call, &was_alive, &alive, owned = std::move(value)] {
    call = AfterFunc();
    was_alive = !alive.expired();
  });

  cancel();

  EXPECT_TRUE(was_alive);
  EXPECT_TRUE(alive.expired());
}

TEST(AfterFunc, may_be_destroyed_at_any_moment_of_its_call) {
  for (int round = 0; round < 5000; ++round) {
    const auto [ctx, cancel] = live();
    std::optional<AfterFunc> call;
    int made = 0;
    on_threads(2, [&](std::size_t i) {
      if (i == 0) return cancel();
      auto value = std::make_unique<int>();
      call = context::after_func(ctx, [&made, value = std::move(value)] { made += 1 + *value; });
      const bool prevented = call->stop();
      call.reset();
      EXPECT_EQ(made, prevented ? 0 : 1);
    });
  }
}

TEST(AfterFunc, of_eighteen_that_destroy_each_other_at_random_none_hangs_and_none_is_freed_early) {
  Random random;
  for (int round = 0; round < 200; ++round) {
    std::array<context::Derived, 6> contexts;
    for (auto& each : contexts) each = live();
    std::array<std::atomic<AfterFunc*>, 18> calls{};
    const auto destroy = [&calls](std::size_t i) { delete calls[i].exchange(nullptr); };
    for (std::size_t i = 0; i < calls.size(); ++i) {
      std::array<std::size_t, 4> victims{};
      for (std::size_t& victim : victims) victim = random.below(calls.size());
      calls[i] = new AfterFunc(
          context::after_func(contexts[i % 6].ctx, [&, victims, owned = std::make_unique<int>(7)] {
            for (const std::size_t victim : victims) destroy(victim);
            EXPECT_EQ(*owned, 7);
            contexts[victims[0] % 6].cancel();
          }));
    }

    on_threads(6, [&](std::size_t i) {
      contexts[i].cancel();
      destroy(i);
    });

    for (std::size_t i = 0; i < calls.size(); ++i) destroy(i);
  }
}

TEST(Cancel, may_come_from_a_callback_that_a_callback_of_its_own_takes_back) {
  const auto [ctx, cancel] = live();
  std::stop_source foreign;
  std::latch in_call(1);
  std::latch in_bridge(1);
  const auto cancel_too = [&] {
    in_bridge.count_down();
    cancel();  // comes second: if it waited for the call below, neither would ever return
  };
  std::optional<std::stop_callback<decltype(cancel_too)>> bridge(std::in_place, foreign.get_token(),
                                                                 cancel_too);
  const auto call = context::after_func(ctx, [&] {
    in_call.count_down();
    in_bridge.wait();
    bridge.reset();
  });
  const std::jthread canceller([&cancel] { cancel(); });
  in_call.wait();

  foreign.request_stop();

  EXPECT_TRUE(ctx.err());
}

}  // namespace
