#pragma once
#include <string>

#include <sqlite3.h>

/// The little of SQLite that we need, in classes that clean up after themselves.
namespace sqlite {

/// An open database: a file, or ":memory:". One thread at a time uses it, and all statements on it.
/// What can't be opened fails at its first statement.
class Connection {
 public:
  explicit Connection(const std::string& file) { sqlite3_open(file.c_str(), &handle_); }
  ~Connection() { sqlite3_close_v2(handle_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  [[nodiscard]] sqlite3* get() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace sqlite
