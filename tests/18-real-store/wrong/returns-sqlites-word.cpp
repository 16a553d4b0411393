// Returns SQLITE_INTERRUPT, which says how it was stopped and not why. Caught by: Change.gives_up_a_commit_that_waits_for_a_reader, Change.loses_nothing_that_was_committed_and_changes_nothing_when_the_client_gives_up, Fetch.hears_of_a_client_who_gives_up_before_the_first_step, Fetch.leaves_somebody_elses_statement_alone, Fetch.says_so_when_it_was_the_deadline, Fetch.serves_two_connections_at_the_same_time, Fetch.stops_a_statement_that_finds_rows_for_ever, Fetch.stops_a_statement_that_would_run_for_ever, Fetch.waits_for_a_lock_no_longer_than_the_client_does, Fetch.waits_for_a_lock_no_longer_than_until_the_deadline
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
  return std::unexpected(sqlite::error(code));
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
