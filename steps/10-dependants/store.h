#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"
#include "dependants.h"

/// Where the data comes from.
class Store {
 public:
  virtual ~Store() = default;

  /// Returns the data, or ctx.err() once `ctx` has ended, or what else went wrong. Blocks.
  virtual std::expected<std::string, std::error_code> fetch(context::Context ctx) = 0;
};

/// A store that has nothing itself, and remembers nothing. It asks the cache; when that returns an
/// error, whichever it is, it asks the database, and has the cache keep what the database found.
/// Each of the three calls is made once at most, and no text is too short to be data. When both
/// fail, the error is the database's, as it is. All get `ctx`, or a context derived from it that
/// ends when `ctx` does, and not sooner while they are at work. Once ctx.err() says that it has
/// ended, nobody is asked any more and ctx.err() is returned, whatever the one that was working
/// made of it; but not before that one has returned. May be used by several threads at once, and
/// none waits for another.
class CachedStore : public Store {
 public:
  CachedStore(Cache& cache, Database& database) : cache_(cache), database_(database) {}

  std::expected<std::string, std::error_code> fetch(context::Context ctx) override;

 private:
  Cache& cache_;
  Database& database_;
};
