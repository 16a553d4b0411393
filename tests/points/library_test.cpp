// The library itself, with points: what its threads may do to each other between two instructions.
#include <atomic>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "context/after_func.h"
#include "context/context.h"
#include "context/manual_clock.h"
#include "support/at_once.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::CancelFunc;
using context::Context;
using context::Derived;
using context::with_cancel;
using std::make_error_code;
using testing::AnyOf;

TEST(Library, ends_a_child_that_is_derived_while_its_parent_ends) {
  explore([](World& world) {
    auto& parent = world.make<Derived>(with_cancel(context::background()));
    auto& child = world.make<std::optional<Derived>>();

    at_once(world, {{"canceller", [&] { parent.cancel(); }},
                    {"deriver", [&] { child.emplace(with_cancel(parent.ctx)); }}});

    EXPECT_EQ(child->ctx.err(), context::Errc::canceled);
    EXPECT_TRUE(child->ctx.done().stop_requested());
  });
}

TEST(Library, has_one_reason_however_many_end_it) {
  explore([](World& world) {
    auto& parent = world.make<Derived>(with_cancel(context::background()));
    auto& child = world.make<Derived>(with_cancel(parent.ctx));
    auto& has_a_reason = world.make<std::atomic<bool>>(true);

    at_once(world, {{"ann", [&] { child.cancel(make_error_code(std::errc::timed_out)); }},
                    {"ben", [&] { child.cancel(make_error_code(std::errc::io_error)); }},
                    {"cleo", [&] { parent.cancel(make_error_code(std::errc::broken_pipe)); }},
                    {"dora", [&] {
                       if (child.ctx.err()) has_a_reason = bool(context::cause(child.ctx));
                     }}});

    EXPECT_TRUE(has_a_reason);

    const std::error_code reason = context::cause(child.ctx);
    EXPECT_THAT(reason,
                AnyOf(make_error_code(std::errc::timed_out), make_error_code(std::errc::io_error),
                      make_error_code(std::errc::broken_pipe)));
    child.cancel(make_error_code(std::errc::interrupted));
    EXPECT_EQ(context::cause(child.ctx), reason);
  });
}

TEST(Library, runs_a_callback_once_or_gives_it_back) {
  explore([](World& world) {
    auto& parent = world.make<Derived>(with_cancel(context::background()));
    auto& ran = world.make<std::atomic<int>>(0);
    auto& call = world.make<context::AfterFunc>(context::after_func(parent.ctx, [&] { ++ran; }));
    auto& taken_back = world.make<std::atomic<int>>(0);

    at_once(world, {{"canceller", [&] { parent.cancel(); }},
                    {"ann", [&] { taken_back += call.stop() ? 1 : 0; }}});

    EXPECT_EQ(ran + taken_back, 1);
  });
}

TEST(Library, lets_a_callback_drop_what_is_just_being_ended) {
  explore([](World& world) {
    auto& parent = world.make<Derived>(with_cancel(context::background()));
    auto& child = world.make<std::optional<Derived>>(with_cancel(parent.ctx));
    const Context ctx = child->ctx;
    auto& grandchild = world.make<std::optional<Derived>>();
    auto& ran = world.make<std::atomic<int>>(0);
    auto& call = world.make<context::AfterFunc>(context::after_func(ctx, [&] {
      child.reset();
      ++ran;
    }));

    at_once(world, {{"ann", [&] { parent.cancel(); }},
                    {"ben", [&, ctx] { grandchild.emplace(with_cancel(ctx)); }}});

    EXPECT_EQ(ran, 1);
    EXPECT_FALSE(call.stop());
    EXPECT_EQ(grandchild->ctx.err(), context::Errc::canceled);
  });
}

TEST(Library, lets_a_callback_drop_what_its_own_thread_helps_to_end) {
  explore([](World& world) {
    auto& parent = world.make<Derived>(with_cancel(context::background()));
    auto& child = world.make<std::optional<CancelFunc>>();
    auto& dropped = world.make<stage::Gate>();
    auto& calls = world.make<std::vector<context::AfterFunc>>();
    {
      auto [ctx, cancel] = with_cancel(parent.ctx);
      child.emplace(std::move(cancel));
      calls.push_back(context::after_func(parent.ctx, [&] { dropped.wait(); }));
      calls.push_back(context::after_func(ctx, [&] { child.reset(); }));
    }

    world.start("ann", [&] { parent.cancel(); });
    world.start("ben", [&] { (*child)(); });
    world.start("opener", [&] { dropped.open(); });

    EXPECT_FALSE(child);
  });
}

TEST(Library, ends_what_is_dropped_while_others_derive) {
  explore([](World& world) {
    auto& parent = world.make<std::optional<Derived>>(with_cancel(context::background()));
    const Context ctx = parent->ctx;
    auto& child = world.make<std::optional<Derived>>();

    at_once(world, {{"ann", [&] { parent.reset(); }},
                    {"ben", [&, ctx] { child.emplace(with_cancel(ctx)); }}});

    EXPECT_EQ(child->ctx.err(), context::Errc::canceled);
  });
}

TEST(Library, forgets_no_deadline_when_another_is_taken_back) {
  explore([](World& world) {
    auto& clock = world.make<context::testing::ManualClock>();
    auto& sooner =
        world.make<std::optional<CancelFunc>>(context::with_timeout(clock.background(), 1s).cancel);
    auto& later = world.make<Derived>(context::with_timeout(clock.background(), 2s));

    at_once(world, {{"ann", [&] { sooner.reset(); }}, {"clock", [&] { clock.advance(2s); }}});

    EXPECT_EQ(later.ctx.err(), context::Errc::deadline_exceeded);
    EXPECT_EQ(clock.pending_timers(), 0U);
  });
}

TEST(Library, ends_a_merged_context_with_the_first_of_two) {
  explore([](World& world) {
    auto& one = world.make<Derived>(with_cancel(context::background()));
    auto& other = world.make<Derived>(with_cancel(context::background()));
    const Context ctx = context::merge(one.ctx, other.ctx);
    auto& has_ended = world.make<std::atomic<bool>>(false);

    at_once(world, {{"ann", [&] { one.cancel(make_error_code(std::errc::timed_out)); }},
                    {"ben", [&, ctx] {
                       other.cancel(make_error_code(std::errc::io_error));
                       has_ended = bool(ctx.err());
                     }}});

    EXPECT_TRUE(has_ended);

    EXPECT_EQ(ctx.err(), context::Errc::canceled);
    EXPECT_THAT(context::cause(ctx),
                AnyOf(make_error_code(std::errc::timed_out), make_error_code(std::errc::io_error)));
  });
}

TEST(Library, ends_a_merged_context_whose_second_ends_meanwhile) {
  explore([](World& world) {
    auto& one = world.make<Derived>(with_cancel(context::background()));
    auto& other = world.make<Derived>(with_cancel(context::background()));
    auto& ctx = world.make<Context>();

    at_once(world, {{"ann", [&] { ctx = context::merge(one.ctx, other.ctx); }},
                    {"ben", [&] { other.cancel(); }}});

    EXPECT_EQ(ctx.err(), context::Errc::canceled);
  });
}

}  // namespace
