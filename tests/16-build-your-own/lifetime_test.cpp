// Who is kept, and who is let go.
#include "own_context.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "family.h"
#include "heap.h"

namespace {

using own::with_cancel;
using Callback = std::stop_callback<std::function<void()>>;

TEST(Lifetime, of_a_child_that_has_gone_nothing_stays_with_its_parent) {
  for (const std::size_t at_once : {1U, 2U, 7U}) {
    play([at_once] {
      const auto parent = with_cancel(own::Context());
      const auto first_child = with_cancel(parent.ctx);  // stays
      std::vector<std::optional<own::Derived>> there(at_once);
      const long before = heap::live_blocks();

      for (std::size_t i = 0; i < 300; ++i) {
        if (at_once == 1) there.front().reset();
        there[i % at_once].emplace(with_cancel(parent.ctx));
      }
      there.clear();

      EXPECT_LT(heap::live_blocks() - before, 100)
          << "300 children have come and gone, " << at_once << " at once, and the parent, which "
          << "may be a server's and live for years, still keeps blocks of memory for them. Let go "
             "of those that are gone, the oldest as well as the youngest.";
    });
    if (HasFailure()) return;
  }
}

TEST(Lifetime, of_a_tree_that_nobody_holds_nothing_is_left) {
  play([] {
    const auto in_each_way = [] {
      {
        const Family goes_from_the_leaves;
      }
      {
        std::optional<Family> ended(std::in_place);
        ended->parent.cancel(reset);
      }
      {
        std::optional<own::Derived> parent = with_cancel(own::Context());
        const auto child = with_cancel(parent->ctx);
        const auto grandchild = with_cancel(child.ctx);
        const Callback callback(grandchild.ctx.done(), [] {});
        parent.reset();  // goes from the root
        const auto born_ended = with_cancel(child.ctx);
      }
    };
    in_each_way();  // whatever is made once, is made now
    const long before = heap::live_blocks();

    for (int i = 0; i < 10; ++i) in_each_way();

    EXPECT_EQ(heap::live_blocks() - before, 0)
        << "So many blocks of memory are left of trees that nobody holds any more. Do a parent and "
           "a child keep each other?";
  });
}

TEST(Lifetime, of_a_tree_that_has_ended_nothing_is_kept) {
  play([] {
    const long before = heap::live_blocks();
    {
      const auto parent = with_cancel(own::Context());
      std::vector<own::Derived> children;
      while (children.size() < 300) children.push_back(with_cancel(parent.ctx));
      parent.cancel(reset);
    }

    EXPECT_LT(heap::live_blocks() - before, 50)
        << "300 children have ended and gone, and blocks of memory are still kept for them.";
  });
}

TEST(Lifetime, of_who_is_still_to_be_told_may_end_in_a_callback) {
  for (const bool child_goes : {true, false}) {
    play([child_goes] {
      const auto parent = with_cancel(own::Context());
      std::optional<own::Derived> child = with_cancel(parent.ctx);
      std::optional<own::Derived> sibling = with_cancel(parent.ctx);
      const std::stop_token of_child = child->ctx.done();
      const std::stop_token of_sibling = sibling->ctx.done();
      const auto goes = [&] { (child_goes ? child : sibling).reset(); };
      const Callback callback((child_goes ? sibling : child)->ctx.done(), goes);
      const Callback first(parent.ctx.done(), goes);

      parent.cancel(reset);

      EXPECT_TRUE(of_child.stop_requested() && of_sibling.stop_requested())
          << "A callback let go of a context that had just ended, and its token isn't stopped: "
             "whoever waits with that sleeps on.";
    });
    if (HasFailure()) return;
  }
}

TEST(Lifetime, of_a_child_may_be_over_first) {
  play([] {
    const auto parent = with_cancel(own::Context());
    std::vector<std::optional<own::Derived>> children;
    for (int i = 0; i < 3; ++i) children.emplace_back(with_cancel(parent.ctx));
    for (const std::size_t gone : {1U, 0U, 2U}) children[gone].reset();
    const auto late = with_cancel(parent.ctx);

    parent.cancel(reset);

    expect_ended(late.ctx, reset, "the child that is left");
  });
}

TEST(Lifetime, of_a_parent_may_be_over_first) {
  play([] {
    std::optional<own::Derived> parent = with_cancel(own::Context());
    const auto child = with_cancel(parent->ctx);
    const auto grandchild = with_cancel(child.ctx);

    parent.reset();
    const auto late = with_cancel(grandchild.ctx);
    child.cancel(reset);

    expect_ended(grandchild.ctx, canceled, "the grandchild of one that has gone");
    expect_ended(late.ctx, canceled, "a child of one whose grandparent has gone");
  });
}

TEST(Lifetime, of_anybody_may_end_in_a_callback) {
  for (const bool of_the_child : {true, false}) {
    play([of_the_child] {
      std::optional<Family> family(std::in_place);
      std::optional<own::Derived> other = with_cancel(family->parent.ctx);
      const std::stop_token last = with_cancel(other->ctx).ctx.done();
      int calls = 0;
      std::optional<Callback> callback;
      const auto all_go = [&] {
        ++calls;
        other.reset();
        family.reset();
        callback.reset();  // and with it what it has captured, so that is the last
      };
      callback.emplace((of_the_child ? family->child : family->parent).ctx.done(), all_go);

      EXPECT_EQ(calls, 0) << "Nobody has cancelled the context of this callback yet.";
      if (family) family->parent.cancel(reset);

      EXPECT_EQ(calls, 1) << "The callback should have run.";
      EXPECT_TRUE(last.stop_requested());
    });
    if (HasFailure()) return;
  }
}

TEST(Lifetime, of_a_token_may_be_longer) {
  play([] {
    const std::stop_token token = with_cancel(own::Context()).ctx.done();
    int calls = 0;

    const Callback callback(token, [&calls] { ++calls; });

    EXPECT_EQ(calls, 1) << "The context has gone, so it has ended, and its token says so.";
  });
}

}  // namespace
