#include <chrono>

#include "scene.h"
#include "touches.h"

namespace {

using namespace std::chrono_literals;
using context::Errc;
using std::unexpected;

const std::error_code canceled = Errc::canceled;
const bool touches_are_seen = Touches::install();

TEST(Fetch, returns_the_rows_that_the_statement_finds) {
  in_both_places([](World& /*world*/, Scene& scene) {
    scene.fetches("SELECT column1 FROM (VALUES ('hello'), (''), (NULL), (42), (x'610062'))");

    scene.expect_fetched(Rows{"hello", "", "", "42", std::string("a\0b", 3)},
                         "All rows, as they are.");
  });
}

TEST(Fetch, stops_a_statement_that_would_run_for_ever) {
  in_both_places([](World& world, Scene& scene) {
    scene.hold_in_row(1000);

    scene.fetches(endless);
    scene.gives_up();
    scene.goes_on();
    world.run();

    scene.expect_fetched(unexpected(canceled), "It was stopped, because ctx has ended: ctx.err().");
  });
}

TEST(Fetch, stops_a_statement_that_finds_rows_for_ever) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.hold_in_row(10);

    scene.fetches(numbers + "SELECT i FROM n WHERE row(i)");
    scene.gives_up();
    scene.goes_on();
    world.run();

    scene.expect_fetched(unexpected(canceled), "All of the rows or an error, never a part.");
  });
}

TEST(Fetch, says_so_when_it_was_the_deadline) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    const auto [ctx, cancel] = context::with_timeout(scene.ctx, 1h);
    scene.ctx = ctx;
    scene.hold_in_row(1000);

    scene.fetches(endless);
    scene.passes(1h, "an hour passes");
    scene.goes_on();
    world.run();

    scene.expect_fetched(unexpected(make_error_code(Errc::deadline_exceeded)),
                         "The deadline has passed: return what ctx.err() says, it knows why.");
  });
}

TEST(Fetch, runs_nothing_for_a_client_who_has_gone) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.gives_up();
    scene.fetches("INSERT INTO rows VALUES ('new')");

    scene.expect_fetched(unexpected(canceled), "The context had ended before.");
    scene.expect_rows({"old"}, "Nothing is run when the context has ended before.");
  });
}

TEST(Fetch, returns_no_rows_to_a_client_who_has_gone_meanwhile) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.hold_in_row(1);

    scene.fetches("SELECT 'hello' WHERE row(1)");
    scene.gives_up();
    scene.goes_on();
    world.run();

    scene.expect_fetched(unexpected(canceled),
                         "The row was there, and the client wasn't any more.");
  });
}

// An interrupt that comes before the first step is lost. So the client gives up at each moment
// until then, one after the other.
TEST(Fetch, hears_of_a_client_who_gives_up_before_the_first_step) {
  ASSERT_TRUE(touches_are_seen);
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    world.start("store", [&] {
      bool runs = false;
      for (int moment = 1; !runs && !scene.over(); ++moment) {
        auto [ctx, cancel] = context::with_cancel(context::background());
        scene.ctx = ctx;
        const Touches touches(scene.db.get(), [&](int touch) {
          if (touch != moment) return;
          world.story().tell("client",
                             "gives up before call " + std::to_string(touch) + " of SQLite");
          cancel();
        });
        scene.in_row = [&](sqlite3_int64 /*i*/) {
          if (ctx.err()) return;
          runs = true;
          cancel();
        };

        scene.fetched = fetch(ctx, scene.db, endless);

        scene.expect_fetched(unexpected(canceled), "Its client has gone.");
      }
    });
    world.run();
  });
}

TEST(Fetch, leaves_somebody_elses_statement_alone) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    auto& list =
        world.make<sqlite::Statement>(scene.db, "SELECT column1 FROM (VALUES ('a'), ('b'))");
    ASSERT_EQ(list.step(), SQLITE_ROW);
    scene.hold_in_row(1000);

    scene.fetches(endless);
    scene.gives_up();
    scene.goes_on();
    world.run();

    scene.expect_fetched(unexpected(canceled), "The client of this one has gone.");
    if (!scene.over()) {
      EXPECT_TRUE(list.step() == SQLITE_ROW && list.text() == "b")
          << "Another statement is under way on the same "
             "connection, and its reader has not gone. An "
             "interrupt stops them all.";
    }
  });
}

TEST(Fetch, serves_two_connections_at_the_same_time) {
  explore([](World& world) {
    auto& ann = world.make<Scene>(world);
    auto& ben = world.make<Scene>(world);
    ann.hold_in_row(1000);

    ann.fetches(endless);
    ben.fetches("SELECT 'hello'");
    ben.expect_fetched(Rows{"hello"},
                       "It has a connection to itself, whatever the other one does.");
    ann.gives_up();
    ann.goes_on();
    world.run();

    ann.expect_fetched(unexpected(canceled), "The client of this one has gone, the other hasn't.");
  });
}

TEST(Fetch, leaves_no_question_behind) {
  for (const bool stopped : {true, false}) {
    explore([stopped](World& world) {
      auto& scene = world.make<Scene>(world, Scene::Place::file);
      scene.hold_in_row(1000);

      scene.fetches(stopped ? endless : "SELECT 'hello'");
      if (!stopped) scene.gives_up();
      if (stopped) {
        scene.gives_up();
        scene.goes_on();
      }
      world.run();

      if (scene.over()) return;
      EXPECT_EQ(run(scene.db, numbers + "SELECT count(*) FROM (SELECT i FROM n LIMIT 20000)"),
                SQLITE_OK)
          << "This is another client's statement. It is stopped, because SQLite still asks the "
             "context of the one before.";
      sqlite::Connection other(scene.file);
      run(other, "BEGIN EXCLUSIVE");
      world.start("another client",
                  [&] { EXPECT_EQ(run(scene.db, "SELECT name FROM rows"), SQLITE_BUSY); });
      EXPECT_TRUE(world.finished("another client"))
          << "Another client's statement waits for a lock as long as the one before would have.";
    });
  }
}

TEST(Fetch, leaves_the_connection_as_it_was) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.fetches("SELECT 'hello'");
    world.run();

    if (scene.over()) return;
    EXPECT_EQ(run(scene.db, "INSERT INTO rows VALUES ('old')"), SQLITE_CONSTRAINT)
        << "Another client's statement gets another code than before: something is left switched "
           "on.";
  });
}

// Errors

TEST(Fetch, returns_the_errors_of_sqlite) {
  in_both_places([](World& world, Scene& scene) {
    scene.fetches("SELECT name FROM nowhere");
    scene.expect_fetched(unexpected(sqlite::error(SQLITE_ERROR)), "There is no such table.");

    scene.fetches("INSERT INTO rows VALUES ('old')");
    scene.expect_fetched(unexpected(sqlite::error(SQLITE_CONSTRAINT)), "It is there already.");
    world.run();
  });
}

TEST(Fetch, does_not_take_every_error_for_the_end_of_the_context) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.hold_in_row(1);

    scene.fetches("INSERT INTO rows SELECT 'old' WHERE row(1)");
    scene.gives_up();
    scene.goes_on();
    world.run();

    scene.expect_fetched(unexpected(sqlite::error(SQLITE_CONSTRAINT)),
                         "The client has gone, but that is not why the statement has failed.");
  });
}

TEST(Fetch, does_not_take_every_interrupt_for_the_end_of_the_context) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.in_row = [&](sqlite3_int64 i) {
      if (i == 1000) sqlite3_interrupt(scene.db.get());
    };

    scene.fetches(endless);

    scene.expect_fetched(
        unexpected(sqlite::error(SQLITE_INTERRUPT)),
        "Somebody else has interrupted it; ctx is live, so it is an error as any.");
  });
}

}  // namespace
