// Returns why the context was ended, where its error is asked for. Caught by: Change.begins_nothing_for_a_client_who_has_gone, Change.commits_nothing_that_nobody_wants_any_more, Change.gives_up_a_commit_that_waits_for_a_reader, Change.loses_nothing_that_was_committed_and_changes_nothing_when_the_client_gives_up, Change.may_be_of_nothing, Change.runs_no_further_statement_for_a_client_who_has_gone, Fetch.leaves_somebody_elses_statement_alone, Fetch.returns_no_rows_to_a_client_who_has_gone_meanwhile, Fetch.runs_nothing_for_a_client_who_has_gone, Fetch.serves_two_connections_at_the_same_time, Fetch.stops_a_statement_that_finds_rows_for_ever, Fetch.stops_a_statement_that_would_run_for_ever, Fetch.waits_for_a_lock_no_longer_than_the_client_does
#include "store.h"

#include <chrono>

#include "asking.h"
#include "sqlite_error.h"
#include "statement.h"

namespace {

std::expected<Rows, std::error_code> run(const context::Context& ctx, sqlite::Connection& db,
                                         const std::string& sql) {
  if (ctx.err()) return std::unexpected(context::cause(ctx));
  const auto stop = [&ctx] { return bool(ctx.err()); };
  const auto again = [&ctx] { return !context::sleep_for(ctx, std::chrono::milliseconds(5)); };
  const sqlite::Asking asking(db, 1000, stop, again);
  sqlite::Statement statement(db, sql);
  Rows rows;
  int code = statement.step();
  for (; code == SQLITE_ROW; code = statement.step()) rows.push_back(statement.text());

  if (code == SQLITE_DONE) return rows;
  const bool given_up = ctx.err() && (code == SQLITE_INTERRUPT || code == SQLITE_BUSY);
  return std::unexpected(given_up ? context::cause(ctx) : sqlite::error(code));
}

}  // namespace

std::expected<Rows, std::error_code> fetch(context::Context ctx, sqlite::Connection& db,
                                           const std::string& sql) {
  auto rows = run(ctx, db, sql);
  if (rows && ctx.err()) return std::unexpected(context::cause(ctx));
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
