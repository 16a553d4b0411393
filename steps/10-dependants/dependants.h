#pragma once
#include <expected>
#include <string>
#include <system_error>

#include "context/context.h"

/// Keeps what was fetched before. Far away, and not always well. May be used by several threads at
/// once.
class Cache {
 public:
  virtual ~Cache() = default;

  /// Returns what it keeps, which may be an empty text; an error when it keeps nothing, when it is
  /// broken, and soon after `ctx` has ended. Which error that is, is the cache's own affair.
  /// Blocks.
  virtual std::expected<std::string, std::error_code> get(context::Context ctx) = 0;

  /// Keeps `data`, if it can. Blocks; gives up soon after `ctx` has ended.
  virtual void put(context::Context ctx, std::string data) = 0;
};

/// Knows everything, but has to look for it. May be used by several threads at once.
class Database {
 public:
  virtual ~Database() = default;

  /// Returns the data; an error when something goes wrong, and soon after `ctx` has ended. Which
  /// error that is, is the database's own affair. Blocks.
  virtual std::expected<std::string, std::error_code> query(context::Context ctx) = 0;
};
