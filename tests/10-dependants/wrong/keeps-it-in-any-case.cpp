// Has the answer kept whether the client still waits or not: it was paid for. Caught by: CachedStore.stops_at_once_when_the_client_gives_up_during_cache_put
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    if (data) cache_.put(context::without_cancel(ctx), *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
