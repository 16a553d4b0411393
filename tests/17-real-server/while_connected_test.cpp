#include "while_connected.h"

#include <chrono>
#include <stdexcept>
#include <string>

#include "context/manual_clock.h"
#include "scene.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;

const auto noticed_too_late =
    "The client has hung up, and the work goes on. Let a thread wait until the connection is "
    "readable, peek, and cancel the work's context when there is nothing or an error.";

TEST(WhileConnected, ends_the_context_when_the_client_hangs_up) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.connection.client_hangs_up();

    work.expect_back(noticed_too_late);
    EXPECT_EQ(work.err, context::Errc::canceled);
  });
}

TEST(WhileConnected, ends_the_context_when_the_connection_breaks) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.connection.write("bytes that the client won't read");
    work.begins();
    work.connection.client_hangs_up();

    work.expect_back(noticed_too_late);
    EXPECT_EQ(work.err, context::Errc::canceled);
  });
}

TEST(WhileConnected, ends_the_context_when_the_client_closes_its_sending_side) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.connection.client_closes_its_sending_side();

    work.expect_back("The client has closed its sending side, and that is a hang-up for us.");
    EXPECT_EQ(work.err, context::Errc::canceled);
  });
}

TEST(WhileConnected, ends_the_context_of_a_client_who_had_gone_before) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.connection.client_hangs_up();
    work.begins();

    work.expect_back(noticed_too_late);
    EXPECT_EQ(work.calls, 1) << "The work is called all the same.";
    EXPECT_EQ(work.err, context::Errc::canceled);
  });
}

TEST(WhileConnected, lets_the_work_go_on_while_the_client_waits) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.expect_at_work("The client is silent and waits: the work should go on.");
    work.is_done();

    work.expect_back("The work has returned, so while_connected() should, too.");
    EXPECT_FALSE(work.err) << "Nobody has hung up.";
    EXPECT_EQ(work.calls, 1);
    EXPECT_TRUE(work.on_its_thread) << "The work belongs on the thread that calls.";
  });
}

TEST(WhileConnected, waits_for_work_that_does_not_listen) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);
    work.stubborn = true;

    work.begins();
    work.connection.client_hangs_up();
    work.expect_at_work("The work goes on, whatever its context says, so we can't return.");
    work.is_done();

    EXPECT_EQ(work.err, context::Errc::canceled);
    work.expect_back("The work has returned, so while_connected() should, too.");
  });
}

TEST(WhileConnected, takes_the_next_request_for_no_hang_up) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.connection.client_sends("GET /next");
    work.expect_at_work("Bytes have arrived: the client's next request. That is no hang-up.");
    work.is_done();

    EXPECT_FALSE(work.err) << "Bytes have arrived: the client's next request. That is no hang-up.";
  });
}

TEST(WhileConnected, leaves_every_byte_to_the_next_request) {
  for (const bool before : {true, false}) {
    explore([before](World& world) {
      auto& work = world.make<Work>(world);
      std::string& left = world.make<std::string>();

      if (before) work.connection.client_sends("next");
      work.begins();
      if (!before) work.connection.client_sends("next");
      work.is_done();
      world.start("reader", [&] {
        for (int i = 0; i < 4; ++i) left += work.connection.read().value_or("?");
      });

      EXPECT_EQ(left, "next") << "Some of the next request is missing.";
      work.connection.client_hangs_up();
    });
    if (HasFailure()) return;
  }
}

TEST(WhileConnected, ends_nobody_elses_context) {
  explore([](World& world) {
    const auto [root, cancel_root] = context::with_cancel(context::background());
    auto& ann = world.make<Work>(world, "ann");
    auto& ben = world.make<Work>(world, "ben");

    ann.begins(root);
    ben.begins(root);
    ann.connection.client_hangs_up();

    EXPECT_FALSE(root.err()) << "A client has hung up, and with it goes the whole server.";
    ann.expect_back(noticed_too_late);
    ben.expect_at_work("Ann has hung up, and Ben's work ends, too.");
    ben.is_done();
    EXPECT_FALSE(ben.err);
  });
}

TEST(WhileConnected, watches_each_of_several) {
  explore([](World& world) {
    auto& ann = world.make<Work>(world, "ann");
    auto& ben = world.make<Work>(world, "ben");

    ann.begins();
    ben.begins();
    ben.connection.client_hangs_up();
    ben.expect_back(noticed_too_late);
    ann.expect_at_work("Ben has hung up, and Ann's work ends, too.");
    ann.connection.client_hangs_up();

    ann.expect_back(noticed_too_late);
  });
}

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

TEST(WhileConnected, watches_the_next_request_like_the_first) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.is_done();
    work.begins();
    work.expect_at_work("The client waits for the answer to their second request.");
    work.connection.client_hangs_up();

    work.expect_back(noticed_too_late);
    EXPECT_EQ(work.calls, 2);
  });
}

TEST(WhileConnected, watches_the_next_request_that_came_early) {
  explore([](World& world) {
    auto& work = world.make<Work>(world);

    work.begins();
    work.connection.client_sends("2");
    work.is_done();
    world.start("reader", [&work] { EXPECT_EQ(work.connection.read().value_or("?"), "2"); });
    work.begins();
    work.connection.client_hangs_up();

    work.expect_back(noticed_too_late);
  });
}

TEST(WhileConnected, passes_on_what_the_work_throws) {
  explore([](World& world) {
    auto& connection = world.make<SpyConnection>(world);
    std::string& caught = world.make<std::string>();

    world.start("ann", [&] {
      try {
        while_connected(context::background(), connection,
                        [](const auto&) { throw std::runtime_error("no disk"); });
      } catch (const std::runtime_error& error) {
        caught = error.what();
      }
      EXPECT_EQ(connection.users(), 0) << "The work has thrown, and somebody still watches.";
    });

    EXPECT_EQ(caught, "no disk") << "What the work throws is for the caller.";
  });
}

}  // namespace
