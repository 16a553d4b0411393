// Believes that a commit which is refused has closed the transaction. Caught by: Change.closes_the_transaction_also_when_its_commit_is_refused
#include "store.h"

#include <chrono>

#include "asking.h"
#include "sqlite_error.h"
#include "statement.h"

namespace {

std::expected<Rows, std::error_code> run(const context::Context& ctx, sqlite::Connection& db,
                                         const std::string& sql) {
  if (ctx.err()) return std::unexpected(ctx.err());
  const auto stop = [&ctx] { return bool(ctx.err()); };
  const auto again = [&ctx] { return !context::sleep_for(ctx, std::chrono::milliseconds(10)); };
  const sqlite::Asking asking(db, 1000, stop, again);
  sqlite::Statement statement(db, sql);
  Rows rows;
  int code = statement.step();
  for (; code == SQLITE_ROW; code = statement.step()) rows.push_back(statement.text());

  if (code == SQLITE_DONE) return rows;
  const bool given_up = ctx.err() && (code == SQLITE_INTERRUPT || code == SQLITE_BUSY);
  return std::unexpected(given_up ? ctx.err() : sqlite::error(code));
}

std::error_code roll_back(sqlite::Connection& db, std::error_code why) {
  if (sqlite3_get_autocommit(db.get()) == 0) run(context::background(), db, "ROLLBACK");
  return why;
}

}  // namespace

std::expected<Rows, std::error_code> fetch(context::Context ctx, sqlite::Connection& db,
                                           const std::string& sql) {
  auto rows = run(ctx, db, sql);
  if (rows && ctx.err()) return std::unexpected(ctx.err());
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  if (const auto begun = run(ctx, db, "BEGIN IMMEDIATE"); !begun) return begun.error();
  for (const std::string& sql : statements) {
    if (const auto done = run(ctx, db, sql); !done) return roll_back(db, done.error());
  }
  const auto committed = run(ctx, db, "COMMIT");
  if (committed) return {};
  if (ctx.err()) return roll_back(db, committed.error());  // given up while it waited
  return committed.error();
}
