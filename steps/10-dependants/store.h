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

/// A store that has nothing itself. It asks the cache; when that gives nothing, for whatever
/// reason, it asks the database, and has the cache keep what the database found. All of them get
/// `ctx`, or a context derived from it. Once `ctx` has ended, nobody is asked any more and
/// ctx.err() is returned, whatever the one that was working made of it.
class CachedStore : public Store {
 public:
  CachedStore(Cache& cache, Database& database) : cache_(cache), database_(database) {}

  std::expected<std::string, std::error_code> fetch(context::Context ctx) override;

 private:
  Cache& cache_;
  Database& database_;
};
