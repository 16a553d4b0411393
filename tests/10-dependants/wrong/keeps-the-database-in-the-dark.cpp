// Passes the context to the cache, and another one to the database. Caught by: CachedStore.passes_the_requests_own_context_to_all_of_them, CachedStore.stops_at_once_when_the_client_gives_up_during_database_query
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(context::background());
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
