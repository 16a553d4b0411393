#pragma once
#include <atomic>
#include <functional>
#include <utility>

#include <sqlite3.h>

/// Calls something just before SQLite begins to work on a connection, whichever of its functions
/// was called: so a scene reaches the moments *between* two calls, too, where a look at the context
/// has been taken and the statement does not run yet. SQLite locks a mutex of the connection each
/// time, and we have put ours in the place of its own.
class Touches {
 public:
  /// From now on each touch of `db` calls `then` with its number, 1 for the first, on the thread
  /// that touches. One at a time.
  Touches(sqlite3* db, std::function<void(int)> then)
      : mutex_(sqlite3_db_mutex(db)), then_(std::move(then)) {
    watching() = this;
  }
  ~Touches() { watching() = nullptr; }
  Touches(const Touches&) = delete;
  Touches& operator=(const Touches&) = delete;

  /// Before anything else is done with SQLite. Whether it has worked.
  static bool install() {
    sqlite3_initialize();  // only from then on has it a mutex that we can get
    sqlite3_shutdown();
    if (sqlite3_config(SQLITE_CONFIG_GETMUTEX, &original()) != SQLITE_OK) return false;
    static sqlite3_mutex_methods ours = original();
    ours.xMutexEnter = [](sqlite3_mutex* mutex) {
      Touches* const touches = watching();
      if (touches != nullptr && touches->mutex_ == mutex) touches->touched();
      original().xMutexEnter(mutex);
    };
    return sqlite3_config(SQLITE_CONFIG_MUTEX, &ours) == SQLITE_OK;
  }

 private:
  static std::atomic<Touches*>& watching() {
    static std::atomic<Touches*> watching = nullptr;
    return watching;
  }
  static sqlite3_mutex_methods& original() {
    static sqlite3_mutex_methods methods;
    return methods;
  }

  void touched() { then_(++count_); }

  sqlite3_mutex* mutex_;
  std::function<void(int)> then_;
  int count_ = 0;
};
