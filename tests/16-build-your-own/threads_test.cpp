// Threads that meet at the worst moment: each moment at which one of them allocates can be chosen.
#include "own_context.h"

#include <array>
#include <atomic>
#include <barrier>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>

#include "family.h"
#include "heap.h"
#include "support/at_once.h"

namespace {

using own::with_cancel;

/// While `one` is held up at each of its allocations in turn, `other` is done as far as it can be
/// by another thread. Then both come to their end, and `check` has the last word.
template <class Scene>
void held_up_in(void (*one)(Scene&), void (*other)(Scene&), void (*check)(Scene&)) {
  bool was_held = true;
  for (int hold_at = 1; was_held && !testing::Test::HasFailure(); ++hold_at) {
    was_held = false;
    explore([&](World& world) {
      Scene* const scene = make<Scene>(world);
      if (scene == nullptr) return;
      world.start("one", [&, scene] {
        const heap::Hook hook([&, count = 0]() mutable {
          if (++count != hold_at) return;
          was_held = true;
          world.wait_for("the first thread goes on");
        });
        one(*scene);
      });
      world.start("other", [other, scene] { other(*scene); });
      if (was_held) world.let("the first thread goes on");
      if (!world.finished("one") || !world.finished("other")) return;
      world.start("witness", [check, scene] { check(*scene); });
    });
  }
}

struct Meeting {
  own::Derived parent = with_cancel(own::Context());
  std::optional<own::Derived> child;
};

void derives(Meeting& meeting) { meeting.child.emplace(with_cancel(meeting.parent.ctx)); }
void cancels(Meeting& meeting) { meeting.parent.cancel(reset); }

void child_has_ended(Meeting& meeting) {
  expect_ended(meeting.child->ctx, reset,
               "a child that was derived while another thread cancelled its parent");
}

TEST(Threads, of_which_one_derives_while_the_other_cancels) {
  held_up_in<Meeting>(derives, cancels, child_has_ended);
  held_up_in<Meeting>(cancels, derives, child_has_ended);
}

TEST(Threads, that_derive_and_cancel_at_once) {
  explore([](World& world) {
    auto* const meeting = make<Meeting>(world);
    if (meeting == nullptr) return;
    at_once(world, {{"one", [meeting] { derives(*meeting); }},
                    {"other", [meeting] { cancels(*meeting); }}});
    if (!meeting->child) return;
    world.start("witness", [meeting] { child_has_ended(*meeting); });
  });
}

struct TwoReasons {
  own::Derived parent = with_cancel(own::Context());
  own::Derived child = with_cancel(parent.ctx);
  std::error_code seen;
};

TEST(Threads, of_which_one_cancels_the_parent_and_the_other_the_child) {
  held_up_in<TwoReasons>([](TwoReasons& both) { both.parent.cancel(reset); },
                         [](TwoReasons& both) {
                           both.child.cancel(no_space);
                           both.seen = both.child.ctx.err();
                         },
                         [](TwoReasons& both) {
                           EXPECT_TRUE(both.seen) << "It was cancelled, and err() said nothing.";
                           expect_ended(both.child.ctx, both.seen, "the child");
                         });
}

TEST(Threads, that_cancel_at_once_give_one_reason) {
  explore(
      [](World& world) {
        auto* const both = make<TwoReasons>(world);
        if (both == nullptr) return;
        auto& seen = world.make<std::array<std::error_code, 2>>();
        at_once(world, {{"one",
                         [both, &seen] {
                           both->child.cancel(no_space);
                           seen[0] = both->child.ctx.err();
                         }},
                        {"other", [both, &seen] {
                           both->child.cancel(reset);
                           seen[1] = both->child.ctx.err();
                         }}});
        if (!world.finished("one") || !world.finished("other")) return;
        EXPECT_TRUE(seen[0]) << "It was cancelled, and err() said nothing.";
        EXPECT_EQ(seen[0], seen[1])
            << "Two cancelled it, and its err() has changed: the first reason counts.";
      });
}

// No order is tried here: hundreds of times two threads do the same at once, as well as they can.
TEST(Threads, that_cancel_at_once_agree_on_the_reason) {
  play([] {
    std::optional<own::Derived> both;
    std::error_code seen[2];
    int disagreed = 0;
    std::barrier meet(2);
    const auto cancel_with = [&](std::error_code why, std::error_code& found) {
      meet.arrive_and_wait();
      both->cancel(why);
      found = both->ctx.err();
      meet.arrive_and_wait();
    };
    constexpr int rounds = 300;
    std::jthread other([&] {
      for (int i = 0; i < rounds; ++i) cancel_with(no_space, seen[1]);
    });
    for (int i = 0; i < rounds; ++i) {
      both.emplace(with_cancel(own::Context()));
      cancel_with(reset, seen[0]);
      if (seen[0] != seen[1] || both->ctx.err() != seen[0]) ++disagreed;
    }

    EXPECT_EQ(disagreed, 0) << "Two threads cancelled a context at once, and so many times in "
                            << rounds << " its err() has changed: the first reason counts.";
  });
}

}  // namespace
