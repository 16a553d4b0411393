#include "store.h"

#include "sqlite_error.h"
#include "statement.h"

// Your turn: neither of them looks at `ctx`. While a statement runs, nobody but SQLite can look;
// asking.h is how it is asked to. And what if change() fails at its second statement?
std::expected<Rows, std::error_code> fetch(context::Context /*ctx*/, sqlite::Connection& db,
                                           const std::string& sql) {
  sqlite::Statement statement(db, sql);
  Rows rows;
  int code = statement.step();
  for (; code == SQLITE_ROW; code = statement.step()) rows.push_back(statement.text());

  if (code != SQLITE_DONE) return std::unexpected(sqlite::error(code));
  return rows;
}

std::error_code change(context::Context ctx, sqlite::Connection& db,
                       const std::vector<std::string>& statements) {
  for (const std::string& sql : statements) {
    if (const auto done = fetch(ctx, db, sql); !done) return done.error();
  }
  return {};
}
