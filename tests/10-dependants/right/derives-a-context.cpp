// Works in a context of its own, derived from the one that it got, that ends with the function.
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  const auto [mine, cancel] = context::with_cancel(ctx);
  const std::stop_token done = mine.done();
  if (done.stop_requested()) return std::unexpected(ctx.err());

  auto data = cache_.get(mine);
  if (!data && !done.stop_requested()) {
    data = database_.query(mine);
    if (data && !done.stop_requested()) cache_.put(mine, *data);
  }

  if (done.stop_requested()) return std::unexpected(ctx.err());
  return data;
}
