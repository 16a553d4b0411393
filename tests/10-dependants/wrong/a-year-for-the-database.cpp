// Gives the database a year, which ought to be enough for anybody. Caught by: Law.all_the_time_that_there_is
#include "store.h"

#include <chrono>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    const auto limited = context::with_timeout(ctx, std::chrono::hours(24 * 365));
    data = database_.query(limited.ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
