// Waits for a lock twice as long each time, without an upper limit. Caught by: Fetch.looks_at_a_lock_every_100_ms_however_long_that_has_been_there; perhaps others
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
  const auto again = [&ctx,
                      pause = context::Clock::duration(std::chrono::milliseconds(5))]() mutable {
    const auto now = pause;
    pause *= 2;  // the longer it has taken, the longer it is going to take
    return !context::sleep_for(ctx, now);
  };
  const sqlite::Asking asking(db, 1000, stop, again);
  sqlite::Statement statement(db, sql);
  Rows rows;
  int code = statement.step();
  for (; code == SQLITE_ROW; code = statement.step()) rows.push_back(statement.text());

  if (code == SQLITE_DONE) return rows;
  const bool given_up = ctx.err() && (code == SQLITE_INTERRUPT || code == SQLITE_BUSY);
  return std::unexpected(given_up ? ctx.err() : sqlite::error(code));
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
