// Switches on SQLite's extended result codes, and leaves them so. Caught by: Fetch.leaves_the_connection_as_it_was
#include "store.h"

#include <chrono>

#include "asking.h"
#include "sqlite_error.h"
#include "statement.h"

namespace {

std::expected<Rows, std::error_code> run(const context::Context& ctx, sqlite::Connection& db,
                                         const std::string& sql) {
  if (ctx.err()) return std::unexpected(ctx.err());
  sqlite3_extended_result_codes(db.get(), 1);
  const auto stop = [&ctx] { return bool(ctx.err()); };
  const auto again = [&ctx] { return !context::sleep_for(ctx, std::chrono::milliseconds(10)); };
  const sqlite::Asking asking(db, 1000, stop, again);
  sqlite::Statement statement(db, sql);
  Rows rows;
  int code = statement.step();
  for (; code == SQLITE_ROW; code = statement.step()) rows.push_back(statement.text());

  if (code == SQLITE_DONE) return rows;
  const int primary = code & 0xff;  // SQLITE_BUSY_RECOVERY is a SQLITE_BUSY, too
  const bool given_up = ctx.err() && (primary == SQLITE_INTERRUPT || primary == SQLITE_BUSY);
  return std::unexpected(given_up ? ctx.err() : sqlite::error(primary));
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
  auto done = run(ctx, db, "BEGIN IMMEDIATE");
  for (const std::string& sql : statements) done = done ? run(ctx, db, sql) : done;
  if (done) done = run(ctx, db, "COMMIT");
  if (done) return {};

  if (sqlite3_get_autocommit(db.get()) == 0) run(context::background(), db, "ROLLBACK");
  return done.error();
}
