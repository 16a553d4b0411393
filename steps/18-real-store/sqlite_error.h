#pragma once
#include <string>
#include <system_error>

#include <sqlite3.h>

namespace sqlite {

/// A result code of SQLite as an error; its message is SQLite's.
inline std::error_code error(int code) {
  struct Category : std::error_category {
    [[nodiscard]] const char* name() const noexcept override { return "sqlite"; }
    [[nodiscard]] std::string message(int code) const override { return sqlite3_errstr(code); }
  };
  static const Category category;
  return {code, category};
}

}  // namespace sqlite
