// What is a hang-up, and whose.
#include "while_connected.h"

#include <string>
#include <system_error>

#include "scene.h"
#include "support/stage.h"

namespace {

using namespace std::string_literals;

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

TEST(WhileConnected, ends_the_context_whatever_the_connection_breaks_with) {
  for (const auto error : {std::errc::timed_out, std::errc::host_unreachable}) {
    explore([error](World& world) {
      auto& work = world.make<Work>(world);
      work.connection.breaks_with = make_error_code(error);

      work.begins();
      work.connection.client_hangs_up();

      work.expect_back("The connection is broken, and the work goes on. Any error is a hang-up.");
    });
    if (HasFailure()) return;
  }
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
    ASSERT_TRUE(work.ctx.has_value());
    EXPECT_FALSE(work.ctx->deadline()) << "Its parent has no deadline.";
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
  for (const std::string& bytes :
       {"GET /next"s, "\0"s, "\r\n"s, "\x04"s, "\x16"s, "\x80"s, "\xff"s}) {
    explore([&bytes](World& world) {
      auto& work = world.make<Work>(world);

      work.begins();
      work.connection.client_sends(bytes);
      work.expect_at_work("Bytes have arrived: the client's next request. That is no hang-up.");
      work.is_done();

      EXPECT_FALSE(work.err) << "Bytes have arrived: the next request. That is no hang-up.";
    });
    if (HasFailure()) return;
  }
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

}  // namespace
