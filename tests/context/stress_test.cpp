/// Many threads and many orders. Each test prints its seed; CONTEXT_SEED repeats it.

#include <array>
#include <atomic>
#include <functional>

#include "support.h"

namespace {

struct Layer {
  using value_type = int;
};

TEST(Stress, a_tree_of_100_nodes_cancelled_at_once_in_random_order_ends) {
  Random random;
  for (int round = 0; round < 20; ++round) {
    std::vector<context::Derived> nodes;
    nodes.push_back(live());
    while (nodes.size() < 100) {
      nodes.push_back(context::with_cancel(nodes[random.below(nodes.size())].ctx));
    }
    random.shuffle(nodes);

    on_threads(5, [&](std::size_t thread) {
      for (std::size_t i = thread; i < nodes.size(); i += 5) {
        nodes[i].cancel();
        EXPECT_TRUE(nodes[i].ctx.err());
      }
    });
  }
}

TEST(Stress, interlocked_cancels_end) {
  for (int round = 0; round < 200; ++round) {
    const auto [parent, cancel] = live();
    const auto [child, cancel_child] = context::with_cancel(parent);
    const auto up = context::after_func(child, [&cancel] { cancel(); });
    const auto down = context::after_func(parent, [&cancel_child] { cancel_child(); });

    on_threads(2, [&](std::size_t thread) { thread == 0 ? cancel() : cancel_child(); });

    EXPECT_TRUE(parent.err());
    EXPECT_TRUE(child.err());
  }
}

TEST(Stress, thirty_random_layers_end_and_keep_their_values) {
  Random random;
  for (int round = 0; round < 50; ++round) {
    context::testing::ManualClock clock;
    context::Context leaf = clock.background();
    std::vector<context::CancelFunc> cancels;
    int last_value = -1;
    const auto add = [&](context::Derived derived) {
      leaf = derived.ctx;
      cancels.push_back(std::move(derived.cancel));
    };
    add(context::with_timeout(leaf, 1h));
    for (int layer = 0; layer < 30; ++layer) {
      switch (random.below(3)) {
        case 0:
          leaf = context::with_value<Layer>(leaf, last_value = layer);
          break;
        case 1:
          add(context::with_cancel(leaf));
          break;
        default:
          add(context::with_timeout(leaf, 1h + 1ms * random.below(1000)));
      }
    }
    const auto value = [&] { return leaf.value<Layer>() ? *leaf.value<Layer>() : -1; };
    EXPECT_EQ(value(), last_value) << leaf;
    EXPECT_FALSE(leaf.err()) << leaf;

    const bool by_time = random.below(2) == 0;
    by_time ? clock.advance(2h) : cancels[random.below(cancels.size())]();

    EXPECT_EQ(leaf.err(), by_time ? context::Errc::deadline_exceeded : context::Errc::canceled)
        << leaf;
    EXPECT_EQ(value(), last_value) << leaf;
  }
}

TEST(Stress, a_child_derived_while_its_parent_is_cancelled_ends_with_the_parents_cause) {
  for (int round = 0; round < 1000; ++round) {
    const auto [parent, cancel] = live();
    context::Derived child;
    on_threads(2, [&](std::size_t thread) {
      if (thread == 0) return cancel(cause_number(1));
      child = context::with_cancel(parent);
    });

    EXPECT_EQ(context::cause(child.ctx), cause_number(1));
    EXPECT_TRUE(child.ctx.done().stop_requested());
  }
}

TEST(Stress, of_thirty_cancellers_exactly_one_is_first) {
  for (int round = 0; round < 20; ++round) {
    const auto [ctx, cancel] = live();
    std::atomic<int> runs = 0;
    const auto call = context::after_func(ctx, [&] { ++runs; });
    std::array<std::error_code, 30> seen;

    on_threads(seen.size(), [&](std::size_t thread) {
      cancel(cause_number(static_cast<int>(thread) + 1));
      seen.at(thread) = context::cause(ctx);
    });

    for (const std::error_code each : seen) EXPECT_EQ(each, context::cause(ctx));
    EXPECT_EQ(runs, 1);
  }
}

TEST(Stress, who_cancels_second_never_returns_before_the_context_has_ended) {
  for (int round = 0; round < 2000; ++round) {
    const auto [ctx, cancel] = live();
    const std::stop_token token = ctx.done();
    on_threads(2, [&](std::size_t /*thread*/) {
      cancel();
      EXPECT_EQ(ctx.err(), context::Errc::canceled);
      EXPECT_TRUE(token.stop_requested());
      EXPECT_TRUE(ctx.done().stop_requested());
    });
  }
}

TEST(Stress, an_ended_context_has_a_stopped_token_whoever_asks) {
  for (int round = 0; round < 500; ++round) {
    const auto [parent, cancel] = live();
    const auto [child, cancel_child] = context::with_cancel(parent);
    const auto call = context::after_func(child, [] {});
    on_threads(2, [&](std::size_t thread) {
      if (thread == 0) return cancel();
      while (!child.err()) std::this_thread::yield();
      EXPECT_TRUE(child.done().stop_requested());
    });
  }
}

TEST(Stress, ten_threads_add_and_remove_callbacks_and_children_while_one_cancels) {
  for (int round = 0; round < 20; ++round) {
    const auto [parent, cancel] = live();
    on_threads(11, [&](std::size_t thread) {
      for (int i = 0; i < 50; ++i) {
        if (thread == 10) {
          if (i == 25) cancel();
          std::this_thread::yield();
          continue;
        }
        const auto [child, cancel_child] = context::with_timeout(parent, 1h);
        std::atomic<int> runs = 0;
        const auto on_parent = context::after_func(parent, [&] { ++runs; });
        const auto on_child = context::after_func(child, [&] { ++runs; });
        if (i % 2 == 0) cancel_child();
        const auto [grandchild, cancel_grandchild] = context::with_cancel(child);
        EXPECT_LE(runs, 2);
      }
    });
    EXPECT_EQ(children_of(parent), 0U);
  }
}

TEST(Stress, deadlines_race_with_cancels_on_the_real_clock) {
  Random random;
  std::vector<context::Clock::duration> timeouts;
  for (int i = 0; i < 2000; ++i) timeouts.push_back(1us * random.below(200));

  on_threads(4, [&](std::size_t thread) {
    for (std::size_t i = thread; i < timeouts.size(); i += 4) {
      const auto [ctx, cancel] = context::with_timeout(context::background(), timeouts[i]);
      const auto [child, cancel_child] = context::with_cancel(ctx);
      if (i % 3 == 0) wait_for_end(child);
      if (i % 3 == 1) cancel();
      if (i % 3 == 2) continue;  // goes while its deadline comes
      EXPECT_EQ(ctx.err(), child.err());
    }
  });
}

}  // namespace
