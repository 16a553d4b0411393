// Doesn't have the answer kept by a cache that has failed: that one is broken. Caught by: Law.late_is_late_whoever_comes_late, Law.whatever_the_caches_reason_the_database_is_asked
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    const bool broken = data.error() != std::errc::no_such_file_or_directory;
    data = database_.query(ctx);
    if (data && !broken && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
