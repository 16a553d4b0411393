#include <chrono>

#include "scene.h"
#include "touches.h"

namespace {

using namespace std::chrono_literals;
using context::Errc;

const std::error_code canceled = Errc::canceled;
const std::string insert_for_ever = numbers + "INSERT INTO heap SELECT i FROM n WHERE row(i)";

const std::string insert_one = "INSERT INTO rows VALUES ('one')";
const std::string insert_two = "INSERT INTO rows VALUES ('two')";
const std::string insert_old = "INSERT INTO rows VALUES ('old')";
const std::string insert_row = "INSERT INTO rows SELECT 'last' WHERE row(1)";

TEST(Change, changes_everything) {
  in_both_places([](World& /*world*/, Scene& scene) {
    scene.changes({insert_one, "DELETE FROM rows WHERE name = 'old'", insert_two});

    scene.expect_changed({}, "Nothing stands against it.");
    scene.expect_rows({"one", "two"}, "All three statements.");
  });
}

TEST(Change, changes_nothing_when_a_statement_fails) {
  in_both_places([](World& /*world*/, Scene& scene) {
    scene.changes({insert_one, insert_old, insert_two});

    scene.expect_changed(sqlite::error(SQLITE_CONSTRAINT), "The second statement has failed.");
    scene.expect_rows({"old"}, "The first statement is undone when the second one fails.");
  });
}

TEST(Change, runs_statements_that_find_rows_to_their_end) {
  in_both_places([](World& /*world*/, Scene& scene) {
    scene.changes({"SELECT name FROM rows", "INSERT INTO rows VALUES ('one') RETURNING name",
                   "INSERT INTO rows VALUES ('two'), ('three') RETURNING name"});

    scene.expect_changed({}, "Rows are no error; nobody has asked for them.");
    scene.expect_rows({"old", "one", "two", "three"}, "All statements have run to their end.");
  });
}

TEST(Change, closes_the_transaction_also_when_its_commit_is_refused) {
  in_both_places([](World& /*world*/, Scene& scene) {
    run(scene.db, "PRAGMA foreign_keys = ON");
    run(scene.db, "CREATE TABLE notes (name REFERENCES rows(name) DEFERRABLE INITIALLY DEFERRED)");

    scene.changes({insert_one, "INSERT INTO notes VALUES ('nobody')"});

    scene.expect_changed(sqlite::error(SQLITE_CONSTRAINT), "The commit is refused.");
    scene.expect_rows({"old"}, "An error: nothing is changed.");
  });
}

// SQLite rolls back by itself when it stops one that writes, and doesn't when it stops another.
TEST(Change, loses_nothing_that_was_committed_and_changes_nothing_when_the_client_gives_up) {
  for (const std::string& last : {insert_for_ever, endless}) {
    in_both_places([&last](World& world, Scene& scene) {
      scene.hold_in_row(1000);

      scene.changes({insert_one, last});
      scene.gives_up();
      scene.goes_on();
      world.run();

      scene.expect_changed(canceled, "It was stopped, because ctx has ended.");
      scene.expect_rows({"old"}, "What was there before is there, and nothing else.");
      if (!scene.over()) {
        EXPECT_EQ(run(scene.db, insert_one), SQLITE_OK) << "It can be used again.";
      }
    });
  }
}

TEST(Change, commits_nothing_that_nobody_wants_any_more) {
  for (const std::vector<std::string>& statements :
       {std::vector{insert_one, insert_row}, {insert_row}}) {
    in_both_places([&statements](World& world, Scene& scene) {
      scene.hold_in_row(1);

      scene.changes(statements);
      scene.gives_up();
      scene.goes_on();
      world.run();

      scene.expect_changed(canceled, "The client has gone before the commit.");
      scene.expect_rows({"old"}, "Nothing is committed when ctx has ended by then.");
    });
  }
}

TEST(Change, runs_no_further_statement_for_a_client_who_has_gone) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    bool further = false;
    scene.in_row = [&](sqlite3_int64 row) {
      if (row == 1) world.wait_for("the statement goes on");
      if (row == 2) further = true;
    };

    scene.changes({insert_row, "SELECT row(2)"});
    scene.gives_up();
    scene.goes_on();
    world.run();

    EXPECT_FALSE(further) << "The client has gone, and then the next statement was run.";
    scene.expect_changed(canceled, "The client has gone.");
    scene.expect_rows({"old"}, "What nobody wants is rolled back.");
  });
}

TEST(Change, begins_nothing_for_a_client_who_has_gone) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);

    scene.gives_up();
    scene.changes({insert_one});

    scene.expect_changed(canceled, "The context had ended before.");
    scene.expect_rows({"old"}, "Nothing is run when the context has ended before.");
  });
}

TEST(Change, may_be_of_nothing) {
  for (const bool gone : {false, true}) {
    explore([gone](World& world) {
      auto& scene = world.make<Scene>(world);

      if (gone) scene.gives_up();
      scene.changes({});

      scene.expect_changed(gone ? canceled : std::error_code(), "There was nothing to do.");
      scene.expect_rows({"old"}, "There was nothing to do.");
    });
  }
}

// The client gives up at each moment, one after the other; whichever it is, what is said is true.
TEST(Change, is_all_or_nothing_whenever_the_client_gives_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    world.start("store", [&] {
      bool reached = true;
      for (int moment = 1; reached && !scene.over(); ++moment) {
        run(scene.db, "DELETE FROM rows WHERE name <> 'old'");
        auto [ctx, cancel] = context::with_cancel(context::background());
        reached = false;
        std::error_code error;
        {
          const Touches touches(scene.db.get(), [&](int touch) {
            if (touch != moment) return;
            reached = true;
            cancel();
          });
          error = change(ctx, scene.db, {insert_one, insert_two});
        }

        const std::string when =
            "The client has given up before call " + std::to_string(moment) + " of SQLite.";
        if (error && error != canceled) scene.fail(when + " And change() returns " + text(error));
        scene.expect_rows(error ? Rows{"old"} : Rows{"old", "one", "two"},
                          when + (error ? " An error means that nothing was changed."
                                        : " No error means that all was changed."));
      }
    });
    world.run();
  });
}

TEST(Change, does_not_deny_what_it_has_committed) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    const auto committing = [](void* its) {
      World& its_world = static_cast<Scene*>(its)->world;
      its_world.story().tell("SQLite", "commits");
      its_world.wait_for("the statement goes on");
      return 0;
    };
    sqlite3_commit_hook(scene.db.get(), committing, &scene);

    scene.changes({insert_one});
    scene.gives_up();
    scene.goes_on();
    world.run();

    scene.expect_rows({"old", "one"}, "The commit had begun, and has succeeded.");
    scene.expect_changed({}, "ctx has ended, but it is committed, and an error would deny that.");
  });
}

TEST(Change, waits_for_a_lock_as_long_as_the_client_does) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    sqlite::Connection other(scene.file);
    run(other, "BEGIN EXCLUSIVE");

    scene.changes({insert_one});
    scene.passes(1h, "an hour passes");
    EXPECT_FALSE(scene.changed) << "The database is locked, and the client is patient: try again.";
    run(other, "COMMIT");
    scene.passes(100ms, "it is unlocked, and 100 ms pass");

    scene.expect_changed({}, "Nobody holds the database any more.");
    scene.expect_rows({"old", "one"}, "And now it is changed.");
  });
}

TEST(Change, waits_for_another_writer_also_when_its_first_statement_reads) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    sqlite::Connection other(scene.file);
    run(other, "BEGIN IMMEDIATE");

    scene.changes({"SELECT name FROM rows", insert_one});
    scene.passes(1h, "an hour passes");
    EXPECT_FALSE(scene.changed)
        << "Another connection writes. If we read now, SQLite won't let us wait for it any more: "
           "be a writer from the beginning.";
    run(other, "COMMIT");
    scene.passes(100ms, "it is unlocked, and 100 ms pass");

    scene.expect_changed({}, "Nobody else writes any more.");
    scene.expect_rows({"old", "one"}, "And now it is changed.");
  });
}

TEST(Change, gives_up_a_commit_that_waits_for_a_reader) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world, Scene::Place::file);
    sqlite::Connection other(scene.file);
    sqlite::Statement reading(other, "SELECT name FROM rows UNION ALL SELECT 'more'");
    ASSERT_EQ(reading.step(), SQLITE_ROW);

    scene.changes({insert_one});
    scene.passes(1h, "an hour passes");
    EXPECT_FALSE(scene.changed) << "A reader holds up the commit, and the client is patient.";
    scene.gives_up();

    scene.expect_changed(canceled, "The client has gone, and nothing is committed yet.");
    scene.expect_rows({"old"}, "What can't be committed is rolled back.");
  });
}

// Whether it is committed, rolled back by SQLite or by us.
TEST(Change, leaves_somebody_elses_statement_alone) {
  for (const std::string& last : {insert_for_ever, endless, insert_old, insert_two}) {
    explore([&last](World& world) {
      auto& scene = world.make<Scene>(world);
      auto& list =
          world.make<sqlite::Statement>(scene.db, "SELECT column1 FROM (VALUES ('a'), ('b'))");
      ASSERT_EQ(list.step(), SQLITE_ROW);
      scene.hold_in_row(1000);

      scene.changes({insert_one, last});
      scene.gives_up();
      world.run();

      if (!scene.over()) {
        EXPECT_TRUE(list.step() == SQLITE_ROW && list.text() == "b")
            << "The reader of this list was at its first row, and doesn't get the second.";
      }
    });
  }
}

}  // namespace
