#include <chrono>
#include <memory>
#include <thread>
#include <utility>

#include <sqlite3.h>

#include "context/context.h"
#include "support/stage.h"
#include "support/temporary_folder.h"

namespace {

using namespace std::chrono_literals;

template <auto close>
using Closed = decltype([](auto* handle) { close(handle); });
using Database = std::unique_ptr<sqlite3, Closed<sqlite3_close>>;
using Statement = std::unique_ptr<sqlite3_stmt, Closed<sqlite3_finalize>>;

Database open(const char* file) {
  sqlite3* database = nullptr;
  sqlite3_open(file, &database);
  return Database(database);
}

Database open_in_memory() { return open(":memory:"); }

Statement prepare(const Database& database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database.get(), sql, -1, &statement, nullptr);
  return Statement(statement);
}

TEST(Sqlite, forgets_an_interrupt_that_comes_before_the_statement_runs) {
  const Database database = open_in_memory();
  const Statement statement = prepare(database, "SELECT 42");

  sqlite3_interrupt(database.get());  // the client has left

  EXPECT_EQ(sqlite3_step(statement.get()), SQLITE_ROW);  // and not SQLITE_INTERRUPT
}

TEST(Sqlite, asks_a_progress_handler_also_when_the_cancellation_came_first) {
  const Database database = open_in_memory();
  const Statement statement = prepare(database, "SELECT 42");
  bool over = true;
  sqlite3_progress_handler(
      database.get(), 1, [](void* is_over) { return *static_cast<bool*>(is_over) ? 1 : 0; }, &over);

  EXPECT_EQ(sqlite3_step(statement.get()), SQLITE_INTERRUPT);
}

/// A database that somebody else has locked, and a statement that wants to read it.
struct Locked {
  TemporaryFolder folder;
  Database other = open((folder.path() / "rows").c_str());
  Database ours = open((folder.path() / "rows").c_str());
  Statement statement;

  Locked() {
    sqlite3_exec(other.get(), "CREATE TABLE rows (id)", nullptr, nullptr, nullptr);
    statement = prepare(ours, "SELECT id FROM rows");
    sqlite3_exec(other.get(), "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);
  }
};

TEST(Sqlite, asks_no_progress_handler_while_it_waits_for_a_lock) {
  struct Scene {
    bool over = false;
    int tries = 0;
  } scene;
  const Locked database;
  const auto running = [](void* its) { return static_cast<Scene*>(its)->over ? 1 : 0; };
  const auto waiting = [](void* its, int /*tries*/) {
    static_cast<Scene*>(its)->over = true;  // the client leaves during the wait
    return ++static_cast<Scene*>(its)->tries < 100 ? 1 : 0;
  };
  sqlite3_progress_handler(database.ours.get(), 1, running, &scene);
  sqlite3_busy_handler(database.ours.get(), waiting, &scene);

  sqlite3_step(database.statement.get());

  EXPECT_EQ(scene.tries, 100);  // it has tried on, to the last
}

/// While it lives, the statements of `database` end with `ctx`, running or waiting for a
/// lock. It takes the connection's progress handler and its busy handler.
class EndsWith {
 public:
  EndsWith(context::Context ctx, sqlite3* database) : ctx_(std::move(ctx)), database_(database) {
    const auto running = [](void* its) { return static_cast<EndsWith*>(its)->ctx_.err() ? 1 : 0; };
    const auto waiting = [](void* its, int /*tries*/) {
      return context::sleep_for(static_cast<EndsWith*>(its)->ctx_, 2ms) ? 0 : 1;
    };
    sqlite3_progress_handler(database_, 1000, running, this);
    sqlite3_busy_handler(database_, waiting, this);
  }
  EndsWith(const EndsWith&) = delete;
  EndsWith& operator=(const EndsWith&) = delete;
  ~EndsWith() {
    sqlite3_progress_handler(database_, 0, nullptr, nullptr);
    sqlite3_busy_handler(database_, nullptr, nullptr);
  }

 private:
  context::Context ctx_;
  sqlite3* database_;
};

constexpr auto endless =
    "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) "
    "SELECT count(*) FROM n";

TEST(Sqlite, ends_with_the_context_while_it_runs) {
  const Database database = open_in_memory();
  const Statement statement = prepare(database, endless);
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const EndsWith ends(ctx, database.get());

  const std::jthread client([&] { cancel(); });

  EXPECT_EQ(sqlite3_step(statement.get()), SQLITE_INTERRUPT);
}

TEST(Sqlite, ends_with_the_context_while_it_waits_for_a_lock) {
  const Locked database;
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const EndsWith ends(ctx, database.ours.get());

  const std::jthread client([&] { cancel(); });

  EXPECT_EQ(sqlite3_step(database.statement.get()), SQLITE_BUSY);
}

}  // namespace
