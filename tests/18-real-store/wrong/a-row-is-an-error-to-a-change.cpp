// Takes a row that a statement of a change finds for an error. Caught by: Change.runs_statements_that_find_rows_to_their_end, Change.waits_for_another_writer_also_when_its_first_statement_reads
#include "store.h"

#include <chrono>

#include "asking.h"
#include "sqlite_error.h"
#include "statement.h"

namespace {

std::error_code finish(const context::Context& ctx, int code) {
  if (code == SQLITE_DONE) return {};
  const bool given_up = ctx.err() && (code == SQLITE_INTERRUPT || code == SQLITE_BUSY);
  return given_up ? ctx.err() : sqlite::error(code);
}

struct Running {
  Running(const context::Context& ctx, sqlite::Connection& db, const std::string& sql)
      : asking(
            db, 1000, [&ctx] { return bool(ctx.err()); },
            [&ctx] { return !context::sleep_for(ctx, std::chrono::milliseconds(10)); }),
        statement(db, sql) {}

  sqlite::Asking asking;
  sqlite::Statement statement;
};

std::error_code execute(const context::Context& ctx, sqlite::Connection& db,
                        const std::string& sql) {
  if (ctx.err()) return ctx.err();
  Running running(ctx, db, sql);
  return finish(ctx, running.statement.step());
}

}  // namespace

std::expected<Rows, std::error_code> fetch(context::Context ctx, sqlite::Connection& db,
                                           const std::string& sql) {
  if (ctx.err()) return std::unexpected(ctx.err());
  Running running(ctx, db, sql);
  Rows rows;
  int code = running.statement.step();
  for (; code == SQLITE_ROW; code = running.statement.step()) {
    rows.push_back(running.statement.text());
  }
  if (const auto error = finish(ctx, code)) return std::unexpected(error);
  if (ctx.err()) return std::unexpected(ctx.err());
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  std::error_code error = execute(ctx, db, "BEGIN IMMEDIATE");
  for (const std::string& sql : statements) {
    if (!error) error = execute(ctx, db, sql);
  }
  if (!error) error = execute(ctx, db, "COMMIT");
  if (error && sqlite3_get_autocommit(db.get()) == 0) {
    execute(context::background(), db, "ROLLBACK");
  }
  return error;
}
