// Returns at each question instead of nesting them.
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());
  const auto cached = cache_.get(ctx);
  if (ctx.err()) return std::unexpected(ctx.err());
  if (cached) return cached;

  const auto found = database_.query(ctx);
  if (ctx.err()) return std::unexpected(ctx.err());
  if (!found) return found;

  cache_.put(ctx, *found);
  if (ctx.err()) return std::unexpected(ctx.err());
  return found;
}
