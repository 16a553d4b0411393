// Uses SQLite's own functions, and one list for the rows that nobody wants.
#include "store.h"

#include <chrono>

#include "sqlite_error.h"

namespace {

int is_over(void* ctx) { return static_cast<context::Context*>(ctx)->err() ? 1 : 0; }

int try_again(void* ctx, int tries) {
  const auto pause = std::chrono::milliseconds(tries < 5 ? 1 : 20);
  return context::sleep_for(*static_cast<context::Context*>(ctx), pause) ? 0 : 1;
}

int add_row(sqlite3_stmt* statement, Rows& rows) {
  const int code = sqlite3_step(statement);
  if (code != SQLITE_ROW) return code;
  const void* bytes = sqlite3_column_blob(statement, 0);
  const int size = sqlite3_column_bytes(statement, 0);
  rows.emplace_back(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  return code;
}

int run(context::Context* ctx, sqlite3* db, const std::string& sql, Rows& rows) {
  if (ctx != nullptr) {
    sqlite3_progress_handler(db, 100, is_over, ctx);
    sqlite3_busy_handler(db, try_again, ctx);
  }
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code == SQLITE_OK) {
    do {
      code = add_row(statement, rows);
    } while (code == SQLITE_ROW);
  }
  sqlite3_finalize(statement);
  sqlite3_progress_handler(db, 0, nullptr, nullptr);
  sqlite3_busy_handler(db, nullptr, nullptr);
  return code;
}

std::error_code error_of(const context::Context& ctx, int code) {
  switch (code) {
    case SQLITE_DONE:
      return ctx.err();
    case SQLITE_INTERRUPT:
    case SQLITE_BUSY:
      return ctx.err() ? ctx.err() : sqlite::error(code);
    default:
      return sqlite::error(code);
  }
}

}  // namespace

std::expected<Rows, std::error_code> fetch(context::Context ctx, sqlite::Connection& db,
                                           const std::string& sql) {
  if (ctx.err()) return std::unexpected(ctx.err());
  Rows rows;
  if (const auto error = error_of(ctx, run(&ctx, db.get(), sql, rows)))
    return std::unexpected(error);
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  if (ctx.err()) return ctx.err();
  Rows none;
  int code = run(&ctx, db.get(), "BEGIN IMMEDIATE", none);
  for (const std::string& sql : statements) {
    if (code == SQLITE_DONE && !ctx.err()) code = run(&ctx, db.get(), sql, none);
  }
  if (code == SQLITE_DONE && !ctx.err()) {
    code = run(&ctx, db.get(), "COMMIT", none);
    if (code == SQLITE_DONE) return {};
  }
  run(nullptr, db.get(), "ROLLBACK", none);
  return error_of(ctx, code);
}
