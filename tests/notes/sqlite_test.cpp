#include <memory>

#include <sqlite3.h>

#include "support/stage.h"

namespace {

template <auto close>
using Closed = decltype([](auto* handle) { close(handle); });
using Database = std::unique_ptr<sqlite3, Closed<sqlite3_close>>;
using Statement = std::unique_ptr<sqlite3_stmt, Closed<sqlite3_finalize>>;

Database open_in_memory() {
  sqlite3* database = nullptr;
  sqlite3_open(":memory:", &database);
  return Database(database);
}

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

}  // namespace
