#pragma once
#include <string>

#include "connection.h"

namespace sqlite {

/// A statement, made ready to run on `db`. To make it ready SQLite may have to read the database.
class Statement {
 public:
  Statement(Connection& db, const std::string& sql)
      : prepared_(sqlite3_prepare_v2(db.get(), sql.c_str(), -1, &handle_, nullptr)) {}
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Runs on to the next row: SQLITE_ROW, SQLITE_DONE, or the code of what went wrong, here or when
  /// it was made ready. Blocks.
  int step() { return prepared_ == SQLITE_OK ? sqlite3_step(handle_) : prepared_; }

  /// The first column of the row that step() has come to, byte for byte; "" for NULL.
  [[nodiscard]] std::string text() const {
    const void* bytes = sqlite3_column_blob(handle_, 0);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, 0));
    return bytes == nullptr ? "" : std::string(static_cast<const char*>(bytes), size);
  }

 private:
  sqlite3_stmt* handle_ = nullptr;
  int prepared_;
};

}  // namespace sqlite
