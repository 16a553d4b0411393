#include <chrono>

#include "scene.h"

namespace {

using namespace std::chrono_literals;
using context::Errc;

const Answer hello = "hello";

TEST(AsyncFetch, answers_with_the_data) {
  play([](World& /*world*/, Scene& client) {
    client.asks();
    client.expect_no_answer("The store is at work.");
    if (client.backend.told > 0) client.fail("Nobody has given up, and the store is told to.");
    client.lets("the store answers");

    client.expect_answer(hello, 0, "The store has answered.");
  });
}

TEST(AsyncFetch, blocks_nothing_and_looks_up_from_nothing_while_it_waits) {
  play([](World& /*world*/, Scene& client) {
    client.asks();
    client.expect_at_rest();
    client.gives_up();
    client.expect_at_rest();
    client.lets("it has stopped");
    client.expect_at_rest();
    client.lets("it is rolled back");
    client.expect_answer(canceled, 1, "The client has gone.");
  });
}

TEST(AsyncFetch, stops_the_store_when_the_client_gives_up) {
  play([](World& /*world*/, Scene& client) {
    client.asks();
    client.gives_up();
    if (client.backend.told == 0) client.fail("The client has gone, and the store isn't told.");
    client.expect_no_answer("The store has been told to stop, but it has not stopped yet.");
    client.lets("it has stopped");
    client.expect_no_answer("The store has stopped, but what it has left is not rolled back yet.");
    client.lets("it is rolled back");

    client.expect_answer(canceled, 1, "The client has gone.");
  });
}

TEST(AsyncFetch, says_so_when_it_was_the_contexts_deadline) {
  play([](World& /*world*/, Scene& client) {
    const auto [ctx, cancel] = context::with_timeout(client.ctx, 1h);
    client.ctx = ctx;
    client.asks();
    client.passes(1h, "an hour passes");
    client.lets("it has stopped");
    client.lets("it is rolled back");

    client.expect_answer(too_late, 1, "ctx.err() knows why ctx has ended.");
  });
}

TEST(AsyncFetch, stops_the_store_when_patience_is_over) {
  play([](World& /*world*/, Scene& client) {
    client.asks(0ms);
    if (client.backend.told == 0) client.fail("Patience is over, and the store isn't told.");
    client.expect_no_answer("The store has been told to stop, but it has not stopped yet.");
    client.lets("it has stopped");
    client.lets("it is rolled back");

    client.expect_answer(too_late, 1, "The store hasn't answered within patience.");
  });
}

TEST(AsyncFetch, is_too_late_with_data_that_come_when_patience_is_over) {
  play([](World& /*world*/, Scene& client) {
    client.asks(0ms);
    client.lets("the store answers");

    client.expect_answer(too_late, 0, "The store hasn't answered within patience.");
  });
}

TEST(AsyncFetch, has_the_longest_patience_that_there_is) {
  play([](World& /*world*/, Scene& client) {
    client.asks(context::Clock::duration::max());
    client.expect_no_answer("The store is at work, and there is time.");
    client.lets("the store answers");

    client.expect_answer(hello, 0, "The store has answered.");
  });
}

TEST(AsyncFetch, answers_with_the_stores_error_at_once) {
  for (const error_code failure :
       {error_code(asio::error::connection_reset), aborted, error_code(asio::error::timed_out),
        error_code(asio::error::eof), error_code(asio::error::host_not_found)}) {
    play([failure](World& /*world*/, Scene& client) {
      client.backend.fetch_error = failure;

      client.asks();
      client.lets("the store answers");
      client.lets("it is rolled back");

      client.expect_answer(std::unexpected(std::error_code(failure)), 1,
                           "The store has failed, and nobody has given up.");
    });
  }
}

TEST(AsyncFetch, rolls_back_to_the_end_whoever_gives_up_meanwhile) {
  play([](World& /*world*/, Scene& client) {
    client.backend.fetch_error = asio::error::connection_reset;

    client.asks();
    client.lets("the store answers");
    client.gives_up();
    if (client.backend.told > 0) {
      client.fail("roll_back() was cancelled: what a client leaves behind must be cleaned up.");
    }
    client.lets("it is rolled back");

    client.expect_answer(canceled, 1, "The client has gone meanwhile.");
  });
}

TEST(AsyncFetch, does_not_call_the_store_for_a_client_who_has_gone) {
  play([](World& /*world*/, Scene& client) {
    client.gives_up();
    client.asks();

    if (client.backend.fetches > 0) client.fail("The client had gone: nobody wants that fetch.");
    client.expect_answer(canceled, 0, "ctx had ended before.");
  });
}

TEST(AsyncFetch, calls_back_later_and_not_inside) {
  play([](World& world, Scene& client) {
    client.gives_up();
    asio::post(client.loop.strand, [&] {
      async_fetch(client.ctx, client.loop.strand, client.new_store(), 1h,
                  [&](const Answer& answer) { client.take(answer); });
      if (client.answer()) client.fail("done() was called before async_fetch() has returned.");
    });
    client.loop.runs(world);

    client.expect_answer(canceled, 0, "ctx had ended before.");
  });
}

TEST(AsyncFetch, writes_nothing_once_the_client_has_given_up_in_every_order) {
  for (const bool fails : {false, true}) {
    play([fails](World& world, Scene& client) {
      if (fails) client.backend.fetch_error = asio::error::connection_reset;
      world.with_ties();

      client.asks();
      client.may_give_up();
      world.run();

      if (!client.over() && !client.answer()) client.fail("done() was never called.");
    });
  }
}

TEST(AsyncFetch, serves_two_on_one_executor) {
  explore([](World& world) {
    auto& loop = world.make<Loop>();
    auto& ann = world.make<Scene>(world, loop, "ann");
    auto& ben = world.make<Scene>(world, loop, "ben");

    ann.asks();
    ben.asks();
    ann.gives_up();
    if (ben.backend.told > 0) ben.fail("Ann has given up, and Ben's store is told to stop.");
    ann.lets("it has stopped");
    ann.lets("it is rolled back");
    world.run();

    ann.expect_answer(canceled, 1, "Ann has given up.");
    ben.expect_answer(hello, 0, "Ann has given up, and Ben hasn't.");
    ann.expect_end();
  });
}

}  // namespace
