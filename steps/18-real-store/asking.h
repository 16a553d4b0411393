#pragma once
#include <functional>
#include <utility>

#include "connection.h"

namespace sqlite {

/// While it lives, SQLite asks two questions as it works on `db`, on the thread that works: `stop`
/// after every so many `instructions` of a statement (yes: that ends with SQLITE_INTERRUPT);
/// `again` when another connection has locked it (yes: it tries again at once; no: it ends with
/// SQLITE_BUSY). A second Asking takes the place of the first, and leaves none.
class Asking {
 public:
  Asking(Connection& db, int instructions, std::function<bool()> stop, std::function<bool()> again)
      : db_(db.get()), stop_(std::move(stop)), again_(std::move(again)) {
    const auto stop_now = [](void* its) { return int{static_cast<Asking*>(its)->stop_()}; };
    const auto try_again = [](void* its, int) { return int{static_cast<Asking*>(its)->again_()}; };
    sqlite3_progress_handler(db_, instructions, stop_now, this);
    sqlite3_busy_handler(db_, try_again, this);
  }
  ~Asking() {
    sqlite3_progress_handler(db_, 0, nullptr, nullptr);
    sqlite3_busy_handler(db_, nullptr, nullptr);
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

 private:
  sqlite3* db_;
  std::function<bool()> stop_;
  std::function<bool()> again_;
};

}  // namespace sqlite
