// Raises a flag when the context ends, and SQLite asks for the flag; one Asking for a whole
// transaction.
#include "store.h"

#include <atomic>
#include <chrono>

#include "asking.h"
#include "sqlite_error.h"
#include "statement.h"

namespace {

/// A client on one connection, until it leaves or we are done.
class Session {
 public:
  Session(context::Context ctx, sqlite::Connection& db)
      : ctx_(std::move(ctx)),
        db_(db),
        flag_(context::after_func(ctx_, [this] { gone_ = true; })),
        asking_(db, 10'000, [this] { return gone_.load(); }, [this] { return rested(); }) {}

  int run(const std::string& sql, Rows& rows) {
    sqlite::Statement statement(db_, sql);
    for (;;) {
      const int code = statement.step();
      if (code != SQLITE_ROW) return code;
      rows.push_back(statement.text());
    }
  }

  std::error_code why(int code) {
    const bool stopped = code == SQLITE_DONE || code == SQLITE_INTERRUPT || code == SQLITE_BUSY;
    if (stopped && ctx_.err()) return ctx_.err();
    return code == SQLITE_DONE ? std::error_code() : sqlite::error(code);
  }

 private:
  bool rested() { return !context::sleep_for(ctx_, std::chrono::milliseconds(100)); }

  const context::Context ctx_;
  sqlite::Connection& db_;
  std::atomic<bool> gone_ = false;
  const context::AfterFunc flag_;
  const sqlite::Asking asking_;
};

}  // namespace

std::expected<Rows, std::error_code> fetch(context::Context ctx, sqlite::Connection& db,
                                           const std::string& sql) {
  if (ctx.err()) return std::unexpected(ctx.err());
  Session session(ctx, db);
  Rows rows;
  if (const auto error = session.why(session.run(sql, rows))) return std::unexpected(error);
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  if (ctx.err()) return ctx.err();
  std::error_code error;
  {
    Session session(ctx, db);
    Rows none;
    error = session.why(session.run("BEGIN IMMEDIATE", none));
    for (auto sql = statements.begin(); sql != statements.end() && !error; ++sql) {
      error = session.why(session.run(*sql, none));
    }
    if (!error) {
      const int committed = session.run("COMMIT", none);
      if (committed == SQLITE_DONE) return {};
      error = session.why(committed);
    }
  }
  sqlite3_exec(db.get(), "ROLLBACK", nullptr, nullptr, nullptr);  // there may be nothing to undo
  return error;
}
