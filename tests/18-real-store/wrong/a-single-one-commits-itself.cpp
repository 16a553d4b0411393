// A change of one statement has no transaction: it is all or nothing by itself, and commits without another look. Caught by: Change.commits_nothing_that_nobody_wants_any_more
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
  const auto again = [&ctx] { return !context::sleep_for(ctx, std::chrono::milliseconds(5)); };
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
  if (rows && ctx.err()) return std::unexpected(ctx.err());  // nobody wants them any more
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  if (statements.size() == 1 && statements.front().starts_with("INSERT")) {
    const auto done = run(ctx, db, statements.front());
    return done ? std::error_code() : done.error();
  }
  auto done = run(ctx, db, "BEGIN IMMEDIATE");
  for (const std::string& sql : statements) done = done ? run(ctx, db, sql) : done;
  if (done) done = run(ctx, db, "COMMIT");
  if (done) return {};

  const bool open = sqlite3_get_autocommit(db.get()) == 0;  // SQLite may have closed it by itself
  if (open) run(context::background(), db, "ROLLBACK");
  return done.error();
}
