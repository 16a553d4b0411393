#pragma once
#include "store.h"

#include <atomic>
#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "context/manual_clock.h"
#include "sqlite_error.h"
#include "statement.h"
#include "support/stage.h"
#include "support/temporary_folder.h"

using Answer = std::expected<Rows, std::error_code>;

inline std::string text(std::error_code error) {
  return error ? "the error \"" + error.message() + '"' : "no error";
}
inline std::string text(const Answer& answer) {
  return answer ? "the rows " + testing::PrintToString(*answer) : text(answer.error());
}

/// What comes behind "SELECT ... FROM n": numbers without end.
inline const std::string numbers =
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) ";
inline const std::string endless = numbers + "SELECT count(*) FROM n WHERE row(i)";

/// Runs `sql` past the store, and returns the code with which it ends.
inline int run(sqlite::Connection& db, const std::string& sql) {
  return sqlite3_exec(db.get(), sql.c_str(), nullptr, nullptr, nullptr);
}

/// A client, whose context is `ctx`, and a database with a table `rows`, in which "old" stands.
///
/// A thread that computes is not at rest, so the stage can let nothing happen meanwhile. So the
/// statements of these scenes call a function of the test's, row(i), which calls `in_row`; there a
/// statement can be held until the event "the statement goes on". Once ctx has ended it lets pass
/// as many rows as the contract lets pass instructions; then it fails the test and ends the
/// statement.
class Scene {
 public:
  enum class Place { memory, file };

  explicit Scene(World& its_world, Place place = Place::memory)
      : world(its_world),
        file(place == Place::memory ? ":memory:" : (folder_.path() / "store.db").string()),
        db(file) {
    auto client = context::with_cancel(clock.background());
    ctx = client.ctx;
    cancel = std::move(client.cancel);
    sqlite3_create_function(db.get(), "row", 1, SQLITE_UTF8, this, on_row, nullptr, nullptr);
    sqlite::Connection other(file);
    fill(place == Place::memory ? db : other);  // so in a file ours hasn't read anything yet
  }

  void fetches(const std::string& sql) {
    world.story().tell("client", "fetches");
    world.start("store", [this, sql] {
      fetched = fetch(ctx, db, sql);
      returned = true;
      world.tell("returns " + text(*fetched));
    });
  }

  void changes(const std::vector<std::string>& statements) {
    world.story().tell("client", "changes");
    world.start("store", [this, statements] {
      changed = change(ctx, db, statements);
      world.tell("returns " + text(*changed));
    });
  }

  void gives_up() {
    world.may_happen("the client gives up", "client", [this] {
      world.tell("gives up: its context ends");
      cancel(make_error_code(std::errc::connection_reset));  // the cause; err() is canceled
    });
    world.let("the client gives up");
  }

  /// Holds the statement in row `i`, the first time that it comes there.
  void hold_in_row(sqlite3_int64 i) {
    in_row = [this, i, held = false](sqlite3_int64 row) mutable {
      if (row != i || held) return;
      held = true;
      world.story().tell("SQLite", "has come to row " + std::to_string(row));
      world.wait_for("the statement goes on");
    };
  }
  void goes_on() { world.let("the statement goes on"); }

  void passes(context::Clock::duration time, const std::string& what) {
    world.may_happen(what, "clock", [this, time, what] {
      world.tell(what);
      clock.advance(time);
    });
    world.let(what);
  }

  /// So many times so much; each time whoever sleeps by the clock wakes, and sleeps again.
  void pass_one_after_the_other(int times, context::Clock::duration time, const std::string& what) {
    world.may_happen(what, "clock", [this, times, time, what] {
      world.tell(what);
      for (int i = 0; i < times; ++i) {
        clock.advance(time);
        const auto enough = context::Clock::now() + std::chrono::seconds(1);
        while (clock.pending_timers() == 0) {
          if (returned || context::Clock::now() > enough) return;
          std::this_thread::yield();
        }
      }
    });
    world.let(what);
  }

  /// That it has returned, and what.
  void expect_fetched(const Answer& wanted, const std::string& why) {
    if (over()) return;
    if (!fetched) return fail("fetch() should have returned by now. " + why);
    if (*fetched != wanted) fail("fetch() has returned " + text(*fetched) + ". " + why);
  }
  void expect_changed(std::error_code wanted, const std::string& why) {
    if (over()) return;
    if (!changed) return fail("change() should have returned by now. " + why);
    if (*changed != wanted) fail("change() has returned " + text(*changed) + ". " + why);
  }

  /// What stands in the table, and that the connection is as it was.
  void expect_rows(const Rows& wanted, const std::string& why) {
    if (over()) return;
    if (sqlite3_get_autocommit(db.get()) == 0) {
      return fail(
          "A transaction is open afterwards: nobody else sees what is in it, and nobody else can "
          "write.");
    }
    EXPECT_EQ(names(), wanted) << why;
  }
  [[nodiscard]] Rows names() {
    Rows rows;
    sqlite::Statement statement(db, "SELECT name FROM rows ORDER BY rowid");
    while (statement.step() == SQLITE_ROW) rows.push_back(statement.text());
    return rows;
  }

  /// A failure, of which there is one at most.
  void fail(const std::string& why) {
    if (!over_.exchange(true)) ADD_FAILURE() << why;
  }

  /// Whether it has failed: then there may be nothing more to see, and nothing may be touched.
  [[nodiscard]] bool over() const { return over_ || world.stuck(); }

  World& world;
  context::testing::ManualClock clock;
  context::Context ctx;
  context::CancelFunc cancel;
  std::function<void(sqlite3_int64)> in_row;
  std::optional<Answer> fetched;
  std::optional<std::error_code> changed;
  std::atomic<bool> returned = false;  // from fetch()

 private:
  static constexpr int most_rows = 10'000;  // each takes ten instructions, and more

  static void on_row(sqlite3_context* call, int /*count*/, sqlite3_value** values) {
    auto& scene = *static_cast<Scene*>(sqlite3_user_data(call));
    if (!scene.row(sqlite3_value_int64(values[0]))) {
      return sqlite3_result_error(call, "the test has stopped it", -1);
    }
    sqlite3_result_int(call, 1);
  }

  static void fill(sqlite::Connection& database) {
    run(database, "CREATE TABLE rows (name TEXT UNIQUE)");
    run(database, "CREATE TABLE heap (i)");
    run(database, "INSERT INTO rows VALUES ('old')");
  }

  bool row(sqlite3_int64 i) {
    if (in_row) in_row(i);
    if (!ctx.err() || ++rows_too_many_ <= most_rows) return true;
    world.story().tell("SQLite", "has computed 10,000 rows more", "nobody wants them any more");
    fail(
        "The context has ended, and SQLite computes on and on. It must hear of that, whenever it "
        "was: let it ask while it runs (asking.h).");
    return false;
  }

  TemporaryFolder folder_;
  std::atomic<int> rows_too_many_ = 0;
  std::atomic<bool> over_ = false;

 public:
  const std::string file;
  sqlite::Connection db;
};

/// Plays the scene with a database in memory, and with one in a file.
inline void in_both_places(const std::function<void(World&, Scene&)>& play) {
  for (const auto place : {Scene::Place::memory, Scene::Place::file}) {
    if (testing::Test::HasFailure()) return;  // once is enough
    explore([&](World& world) { play(world, world.make<Scene>(world, place)); });
  }
}
