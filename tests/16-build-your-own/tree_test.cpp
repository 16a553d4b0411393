// What ends, and what doesn't. These tests and those beside run on the library in src/context, too.
#include "own_context.h"

#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "family.h"

namespace {

using own::with_cancel;

TEST(Tree, leaves_the_background_alone) {
  play([] {
    const own::Context background;

    with_cancel(background).cancel();

    EXPECT_FALSE(background.err());
    EXPECT_FALSE(background.done().stop_possible());
  });
}

TEST(Tree, is_live_until_it_is_cancelled) {
  play([] {
    const Family family;

    expect_live(family.parent.ctx, "the parent");
    expect_live(family.child.ctx, "the child");
    expect_live(family.grandchild.ctx, "the grandchild");
    EXPECT_TRUE(family.parent.ctx.done().stop_possible()) << "Nobody could wait with this token.";
  });
}

TEST(Tree, ends_a_context_that_is_cancelled) {
  play([] {
    const auto [ctx, cancel] = with_cancel(own::Context());
    const std::stop_token token = ctx.done();

    cancel();

    expect_ended(ctx, canceled, "the context");
    EXPECT_TRUE(token.stop_requested()) << "A token that was taken before belongs to it as well.";
    EXPECT_EQ(token, ctx.done()) << "It has one token, before its end and after.";
  });
}

TEST(Tree, ends_a_context_whose_cancel_func_goes) {
  play([] {
    const own::Context ctx = with_cancel(own::Context()).ctx;

    expect_ended(ctx, canceled, "the context");
  });
}

TEST(Tree, keeps_the_first_reason) {
  play([] {
    const auto [ctx, cancel] = with_cancel(own::Context());

    cancel(reset);
    cancel(no_space);
    cancel();

    expect_ended(ctx, reset, "the context, which was cancelled three times,");
  });
}

TEST(Tree, keeps_a_reason_of_any_kind) {
  static const struct : std::error_category {
    [[nodiscard]] const char* name() const noexcept override { return "till"; }
    [[nodiscard]] std::string message(int) const override { return "the till is closed"; }
  } till;
  for (const std::error_code why :
       {std::error_code(1, till), std::error_code(-2, std::system_category())}) {
    play([why] {
      const Family family;

      family.child.cancel(why);

      expect_ended(family.child.ctx, why, "the child");
      expect_ended(family.grandchild.ctx, why, "the grandchild");
      expect_ended(with_cancel(family.child.ctx).ctx, why, "a child of an ended one");
    });
    if (HasFailure()) return;
  }
}

TEST(Tree, gives_one_token_also_to_who_asks_only_after_the_end) {
  play([] {
    const Family family;
    family.parent.cancel(reset);
    const auto born_ended = with_cancel(family.child.ctx);

    for (const own::Derived* one : {&family.parent, &family.child, &born_ended}) {
      EXPECT_EQ(one->ctx.done(), one->ctx.done()) << "It has one token, the same each time.";
    }
  });
}

TEST(Tree, gives_each_context_one_token_of_its_own) {
  play([] {
    const Family family;

    EXPECT_EQ(family.child.ctx.done(), family.child.ctx.done());
    EXPECT_NE(family.child.ctx.done(), family.parent.ctx.done()) << "It ends without its parent.";
    EXPECT_NE(family.child.ctx.done(), family.sibling.ctx.done());
    EXPECT_NE(family.child.ctx.done(), family.grandchild.ctx.done());
  });
}

TEST(Tree, ends_all_that_is_below_for_the_same_reason) {
  play([] {
    const Family family;

    family.parent.cancel(reset);

    expect_ended(family.parent.ctx, reset, "the parent");
    expect_ended(family.child.ctx, reset, "the child");
    expect_ended(family.sibling.ctx, reset, "the other child");
    expect_ended(family.grandchild.ctx, reset, "the grandchild");
  });
}

TEST(Tree, ends_nobody_above_and_nobody_beside) {
  play([] {
    const Family family;
    const auto [stranger, cancel_stranger] = with_cancel(own::Context());

    family.child.cancel(reset);

    expect_ended(family.grandchild.ctx, reset, "the grandchild");
    expect_live(family.parent.ctx, "the parent of a cancelled child");
    expect_live(family.sibling.ctx, "the sibling of a cancelled child");
    expect_live(stranger, "a context of another tree");
  });
}

TEST(Tree, goes_on_ending_after_a_child_has_ended) {
  play([] {
    const Family family;

    family.child.cancel(reset);
    family.parent.cancel(no_space);

    expect_ended(family.parent.ctx, no_space, "the parent");
    expect_ended(family.sibling.ctx, no_space, "the child that was live");
    expect_ended(family.child.ctx, reset, "the child that had ended before");
    expect_ended(family.grandchild.ctx, reset, "the grandchild that had ended before");
  });
}

TEST(Tree, bears_ended_children_below_an_ended_parent) {
  play([] {
    const Family family;
    family.parent.cancel(reset);

    const auto late = with_cancel(family.parent.ctx);
    const auto late_grandchild = with_cancel(family.child.ctx);
    const auto below = with_cancel(late.ctx);
    late.cancel(no_space);

    expect_ended(late.ctx, reset, "a child of an ended parent");
    expect_ended(late_grandchild.ctx, reset, "a child of one that its parent has ended");
    expect_ended(below.ctx, reset, "a child of one that was born ended");
  });
}

TEST(Tree, bears_live_children_below_the_sibling_of_an_ended_one) {
  play([] {
    const Family family;
    family.child.cancel(reset);

    const auto late = with_cancel(family.parent.ctx);
    expect_live(late.ctx, "a child of a live parent");
    family.parent.cancel(no_space);

    expect_ended(late.ctx, no_space, "a child of a parent that was then cancelled");
  });
}

TEST(Tree, needs_no_handle_in_between) {
  play([] {
    std::optional<own::Derived> parent = with_cancel(own::Context());
    own::Derived child = with_cancel(parent->ctx);
    const own::Derived grandchild = with_cancel(child.ctx);
    const own::CancelFunc keeps_the_child_live = std::move(child.cancel);
    child.ctx = own::Context();
    expect_live(grandchild.ctx, "the grandchild");

    parent.reset();

    expect_ended(grandchild.ctx, canceled,
                 "the grandchild, between which and its cancelled grandparent no Context is left,");
  });
}

TEST(Tree, loses_nobody_among_many_who_come_and_go) {
  play([] {
    const auto parent = with_cancel(own::Context());
    std::vector<std::optional<own::Derived>> children;
    for (std::size_t i = 0; i < 100; ++i) {
      children.emplace_back(with_cancel(parent.ctx));
      if (i % 3 == 0) children[i / 2].reset();
    }

    parent.cancel(reset);

    for (const auto& child : children) {
      if (child) expect_ended(child->ctx, reset, "one of a hundred children");
      if (testing::Test::HasFailure()) return;
    }
  });
}

TEST(Tree, ends_a_long_chain) {
  play([] {
    std::vector<own::Derived> chain;
    chain.push_back(with_cancel(own::Context()));
    while (chain.size() < 150) chain.push_back(with_cancel(chain.back().ctx));

    chain.front().cancel(reset);

    expect_ended(chain.back().ctx, reset,
                 "the last of a hundred and fifty, each the child of the other,");
  });
}

}  // namespace
