// Asks the database only when the cache is well and has nothing. Caught by: CachedStore.does_not_take_a_failing_cache_for_a_cancellation
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (ctx.err()) return std::unexpected(ctx.err());
  if (data || data.error() != std::errc::no_such_file_or_directory) return data;

  data = database_.query(ctx);
  if (data && !ctx.err()) cache_.put(ctx, *data);
  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
