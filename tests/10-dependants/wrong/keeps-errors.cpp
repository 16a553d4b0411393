// When the database fails, has an empty answer kept. Caught by: CachedStore.returns_the_error_of_the_database_and_has_nothing_kept
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    if (!ctx.err()) cache_.put(ctx, data.value_or(""));
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
