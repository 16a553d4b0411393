// Puts into the cache what has just come out of it. Caught by: CachedStore.returns_what_the_cache_has_and_asks_no_further
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) data = database_.query(ctx);
  if (data && !ctx.err()) cache_.put(ctx, *data);

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
