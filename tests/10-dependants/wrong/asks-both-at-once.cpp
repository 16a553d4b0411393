// Asks both at once to save time, and so works the database for nothing. Caught by: CachedStore.asks_the_database_when_the_cache_has_nothing_and_has_the_answer_kept, CachedStore.returns_what_the_cache_has_and_asks_no_further
#include "store.h"

#include <future>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto query = std::async(std::launch::async, [this, ctx] { return database_.query(ctx); });
  auto data = cache_.get(ctx);
  if (!data) {
    data = query.get();
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
