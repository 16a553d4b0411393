// Gives the cache no more than a second: it is supposed to be quick. Caught by: Law.all_the_time_that_there_is, Law.time_lasts_to_its_last_moment, Law.who_waits_is_waited_for
#include "store.h"

#include <chrono>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  const auto [quick, cancel] = context::with_timeout(ctx, std::chrono::seconds(1));
  auto data = cache_.get(quick);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
