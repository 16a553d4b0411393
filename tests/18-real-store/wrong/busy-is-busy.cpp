// Tries again whenever it was busy, also where SQLite knows that it is in vain. Caught by: Fetch.does_not_wait_where_sqlite_does_not_ask
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
  const sqlite::Asking asking(db, 1000, stop, [] { return false; });
  Rows rows;
  int code = SQLITE_BUSY;
  while (code == SQLITE_BUSY) {
    rows.clear();
    sqlite::Statement statement(db, sql);
    for (code = statement.step(); code == SQLITE_ROW; code = statement.step()) {
      rows.push_back(statement.text());
    }
    if (code != SQLITE_BUSY) break;
    if (context::sleep_for(ctx, std::chrono::milliseconds(5))) return std::unexpected(ctx.err());
  }

  if (code == SQLITE_DONE) return rows;
  const bool given_up = ctx.err() && (code == SQLITE_INTERRUPT || code == SQLITE_BUSY);
  return std::unexpected(given_up ? ctx.err() : sqlite::error(code));
}

}  // namespace

std::expected<Rows, std::error_code> fetch(context::Context ctx, sqlite::Connection& db,
                                           const std::string& sql) {
  auto rows = run(ctx, db, sql);
  if (rows && ctx.err()) return std::unexpected(ctx.err());  // nobody wants them any more
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  auto done = run(ctx, db, "BEGIN IMMEDIATE");
  for (const std::string& sql : statements) done = done ? run(ctx, db, sql) : done;
  if (done) done = run(ctx, db, "COMMIT");
  if (done) return {};

  const bool open = sqlite3_get_autocommit(db.get()) == 0;  // SQLite may have closed it by itself
  if (open) run(context::background(), db, "ROLLBACK");
  return done.error();
}
