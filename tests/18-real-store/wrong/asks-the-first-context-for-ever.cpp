// Keeps the first context that it got. Caught by: Change.loses_nothing_that_was_committed_and_changes_nothing_when_the_client_gives_up, Fetch.leaves_no_question_behind, Fetch.leaves_somebody_elses_statement_alone, Fetch.says_so_when_it_was_the_deadline, Fetch.serves_two_connections_at_the_same_time, Fetch.stops_a_statement_that_would_run_for_ever
#include "store.h"

#include <chrono>

#include "asking.h"
#include "sqlite_error.h"
#include "statement.h"

namespace {

std::expected<Rows, std::error_code> run(const context::Context& ctx, sqlite::Connection& db,
                                         const std::string& sql) {
  if (ctx.err()) return std::unexpected(ctx.err());
  static const context::Context first = ctx;
  const auto stop = [] { return bool(first.err()); };
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

  const bool open = sqlite3_get_autocommit(db.get()) == 0;  // SQLite may have closed it by itself
  if (open) run(context::background(), db, "ROLLBACK");
  return done.error();
}
