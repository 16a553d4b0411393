// Leaves the lock to SQLite's own timeout. Caught by: Change.gives_up_a_commit_that_waits_for_a_reader, Change.waits_for_a_lock_as_long_as_the_client_does, Fetch.looks_at_a_lock_every_100_ms_however_long_that_has_been_there, Fetch.waits_for_a_lock_as_long_as_the_client_does, Fetch.waits_for_a_lock_no_longer_than_the_client_does, Fetch.waits_for_a_lock_no_longer_than_until_the_deadline, Change.waits_for_another_writer_also_when_its_first_statement_reads
#include "store.h"

#include "asking.h"
#include "sqlite_error.h"
#include "statement.h"

namespace {

std::expected<Rows, std::error_code> run(const context::Context& ctx, sqlite::Connection& db,
                                         const std::string& sql) {
  if (ctx.err()) return std::unexpected(ctx.err());
  const sqlite::Asking asking(db, 1000, [&ctx] { return bool(ctx.err()); }, {});
  sqlite3_busy_timeout(db.get(), 5000);
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
