#pragma once
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "context/context.h"

/// What a query finds, row by row. To destroy it is to close it: until then the store holds a
/// connection for it. For one thread at a time.
class Cursor {
 public:
  using Answer = std::expected<std::optional<std::string>, std::error_code>;
  virtual ~Cursor() = default;

  /// The next row, none at the end, or why there is neither. Blocks for as long as that takes, but
  /// not for longer than the context of the query lasts: when that ends, the error is its err().
  /// What comes at that very moment may still be returned. After the end, or an error: not to be
  /// called again.
  virtual Answer next() = 0;
};

/// Where the rows come from. May be used by several threads at once.
class Store {
 public:
  virtual ~Store() = default;

  /// Begins to look for `what`. Blocks and gives up as Cursor::next() does. `ctx` stands for the
  /// cursor, too, for as long as that is open.
  virtual std::expected<std::unique_ptr<Cursor>, std::error_code> query(context::Context ctx,
                                                                        std::string_view what) = 0;
};
