// How the work is called, and what is over when it has returned.
#include "while_connected.h"

#include <chrono>
#include <string>

#include "context/manual_clock.h"
#include "scene.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;

struct Key {
  using value_type = std::string;
};

TEST(WhileConnected, derives_the_context_from_its_parent) {
  explore([](World& world) {
    auto& clock = world.make<context::testing::ManualClock>();
    const auto [root, cancel_root] = context::with_timeout(clock.background(), 1h);
    auto& work = world.make<Work>(world);

    work.begins(context::with_value<Key>(root, "hello"));
    ASSERT_TRUE(work.ctx.has_value());
    EXPECT_EQ(work.ctx->deadline(), root.deadline());
    EXPECT_THAT(work.ctx->value<Key>(), testing::Pointee(std::string("hello")));
    world.start("clock", [&clock] { clock.advance(1h); });

    work.expect_back("The parent has ended, and the work goes on.");
    EXPECT_EQ(work.err, context::Errc::deadline_exceeded);
  });
}

TEST(WhileConnected, calls_the_work_also_if_the_parent_has_ended) {
  explore([](World& world) {
    const auto [root, cancel_root] = context::with_cancel(context::background());
    cancel_root();
    auto& work = world.make<Work>(world);

    work.begins(root);

    work.expect_back("The parent had ended before.");
    EXPECT_EQ(work.calls, 1) << "The work is called all the same.";
    EXPECT_EQ(work.err, context::Errc::canceled);
  });
}

TEST(WhileConnected, has_ended_the_context_when_it_returns) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.is_done();

    ASSERT_TRUE(work.ctx.has_value());
    EXPECT_TRUE(work.ctx->err()) << "The work is over, and whatever it has left behind goes on.";
  });
}

TEST(WhileConnected, has_stopped_watching_when_it_returns) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.is_done();
    EXPECT_EQ(work.users_afterwards, 0)
        << "It has returned, and somebody still waits at the connection, whose descriptor may be "
           "another client's by now.";
    work.connection.client_hangs_up();

    EXPECT_EQ(work.connection.uses(), work.uses_afterwards)
        << "It has returned, and the connection was touched after that.";
  });
}

TEST(WhileConnected, does_not_return_before_the_watch_has_come_back) {
  for (const bool throws : {false, true}) {
    explore([throws](World& world) {
      auto& work = world.make<Work>(world);
      work.connection.slow_to_come_back = true;
      work.throws = throws;

      work.begins();
      work.is_done();
      work.expect_at_work(
          "It is left, and its watch is still in wait_until_readable(). To tell it to stop is not "
          "enough: join it, also when the work throws.");
      world.let("the watch comes back");

      work.expect_back("The watch has come back, and the work has long been over.");
      EXPECT_EQ(work.caught, throws) << "What the work throws is for the caller.";
    });
    if (HasFailure()) return;
  }
}

TEST(WhileConnected, returns_whatever_comes_first) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    world.with_ties();
    work.begins();
    work.connection.client_may_hang_up();
    world.run();

    EXPECT_EQ(work.users_afterwards, 0) << "Somebody still waits at the connection.";
  });
}

TEST(WhileConnected, passes_on_what_the_work_throws) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);
    work.throws = true;

    work.begins();
    work.is_done();

    EXPECT_TRUE(work.caught) << "What the work throws is for the caller, as it is.";
    EXPECT_EQ(work.users_afterwards, 0) << "The work has thrown, and somebody still watches.";
    ASSERT_TRUE(work.ctx.has_value());
    EXPECT_TRUE(work.ctx->err()) << "The work has thrown, and its context lives on.";
  });
}

}  // namespace
