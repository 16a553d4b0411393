// Rolls back what SQLite has rolled back already, and returns the error of that. Caught by: Change.begins_nothing_for_a_client_who_has_gone, Change.loses_nothing_that_was_committed_and_changes_nothing_when_the_client_gives_up, Change.may_be_of_nothing
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
  auto done = run(ctx, db, "BEGIN IMMEDIATE");
  for (const std::string& sql : statements) done = done ? run(ctx, db, sql) : done;
  if (done) done = run(ctx, db, "COMMIT");
  if (done) return {};

  const auto undone = run(context::background(), db, "ROLLBACK");
  return undone ? done.error() : undone.error();
}
