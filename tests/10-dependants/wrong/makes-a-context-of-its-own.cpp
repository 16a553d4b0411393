// Passes a context that ends with the request's, but isn't derived from it: no deadline, no values. Caught by: CachedStore.passes_the_requests_own_context_to_all_of_them
#include "store.h"

#include <stop_token>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());
  const auto [mine, cancel] = context::with_cancel(context::background());
  const std::stop_callback also(ctx.done(), [&cancel] { cancel(); });

  auto data = cache_.get(mine);
  if (!data && !ctx.err()) {
    data = database_.query(mine);
    if (data && !ctx.err()) cache_.put(mine, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
