// The library itself, with points: what its threads may do to each other between two instructions.
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "context/after_func.h"
#include "context/context.h"
#include "context/manual_clock.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::CancelFunc;
using context::Context;
using testing::AnyOf;

/// Several at once, each in a thread of its own.
void at_once(World& world, const std::map<std::string, std::function<void()>>& bodies) {
  auto& now = world.make<stage::Gate>();
  for (const auto& [name, body] : bodies) {
    world.start(name, [&now, body] {
      now.wait();
      body();
    });
  }
  world.start("opener", [&now] { now.open(); });
}

/// A context, and what ends it.
struct Ended {
  explicit Ended(const Context& parent = context::background()) {
    auto [made, end] = context::with_cancel(parent);
    ctx = std::move(made);
    cancel = std::move(end);
  }
  Context ctx;
  CancelFunc cancel;
};

std::error_code because(std::errc why) { return std::make_error_code(why); }

TEST(Library, ends_a_child_that_is_derived_while_its_parent_ends) {
  explore([](World& world) {
    auto& parent = world.make<Ended>();
    auto& child = world.make<std::optional<Ended>>();

    at_once(world, {{"canceller", [&] { parent.cancel(); }},
                    {"deriver", [&] { child.emplace(parent.ctx); }}});

    EXPECT_EQ(child->ctx.err(), context::Errc::canceled);
    EXPECT_TRUE(child->ctx.done().stop_requested());
  });
}

TEST(Library, has_one_reason_however_many_end_it) {
  explore([](World& world) {
    auto& parent = world.make<Ended>();
    auto& child = world.make<Ended>(parent.ctx);

    at_once(world, {{"ann", [&] { child.cancel(because(std::errc::timed_out)); }},
                    {"ben", [&] { child.cancel(because(std::errc::io_error)); }},
                    {"cleo", [&] { parent.cancel(because(std::errc::broken_pipe)); }}});

    const std::error_code reason = context::cause(child.ctx);
    EXPECT_THAT(reason, AnyOf(because(std::errc::timed_out), because(std::errc::io_error),
                              because(std::errc::broken_pipe)));
    child.cancel(because(std::errc::interrupted));
    EXPECT_EQ(context::cause(child.ctx), reason);
  });
}

TEST(Library, runs_a_callback_once_or_gives_it_back) {
  explore([](World& world) {
    auto& parent = world.make<Ended>();
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
    auto& parent = world.make<Ended>();
    auto& child = world.make<std::optional<Ended>>(parent.ctx);
    const Context ctx = child->ctx;
    auto& grandchild = world.make<std::optional<Ended>>();
    auto& ran = world.make<std::atomic<int>>(0);
    auto& call = world.make<context::AfterFunc>(context::after_func(ctx, [&] {
      child.reset();
      ++ran;
    }));

    at_once(world,
            {{"ann", [&] { parent.cancel(); }}, {"ben", [&, ctx] { grandchild.emplace(ctx); }}});

    EXPECT_EQ(ran, 1);
    EXPECT_FALSE(call.stop());
    EXPECT_EQ(grandchild->ctx.err(), context::Errc::canceled);
  });
}

TEST(Library, ends_what_is_dropped_while_others_derive) {
  explore([](World& world) {
    auto& parent = world.make<std::optional<Ended>>(std::in_place);
    const Context ctx = parent->ctx;
    auto& child = world.make<std::optional<Ended>>();

    at_once(world, {{"ann", [&] { parent.reset(); }}, {"ben", [&, ctx] { child.emplace(ctx); }}});

    EXPECT_EQ(child->ctx.err(), context::Errc::canceled);
  });
}

TEST(Library, forgets_no_deadline_when_another_is_taken_back) {
  explore([](World& world) {
    auto& clock = world.make<context::testing::ManualClock>();
    auto sooner = context::with_timeout(clock.background(), 1s);
    auto later = context::with_timeout(clock.background(), 2s);
    auto& cancel = world.make<CancelFunc>(std::move(sooner.cancel));
    auto& other = world.make<CancelFunc>(std::move(later.cancel));

    at_once(world, {{"ann", [&] { cancel(); }}, {"clock", [&] { clock.advance(2s); }}});

    EXPECT_EQ(later.ctx.err(), context::Errc::deadline_exceeded);
    EXPECT_EQ(clock.pending_timers(), 0U);
    other();
  });
}

TEST(Library, ends_a_merged_context_with_the_first_of_two) {
  explore([](World& world) {
    auto& one = world.make<Ended>();
    auto& other = world.make<Ended>();
    const Context ctx = context::merge(one.ctx, other.ctx);

    at_once(world, {{"ann", [&] { one.cancel(because(std::errc::timed_out)); }},
                    {"ben", [&] { other.cancel(because(std::errc::io_error)); }}});

    EXPECT_EQ(ctx.err(), context::Errc::canceled);
    EXPECT_THAT(context::cause(ctx),
                AnyOf(because(std::errc::timed_out), because(std::errc::io_error)));
  });
}

}  // namespace
