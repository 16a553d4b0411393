// Spares the database: ten may ask it at a time. Caught by: Law.nobody_waits_for_another_whoever_is_at_work
#include "store.h"

#include <semaphore>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  static std::counting_semaphore<> places(10);
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    places.acquire();
    data = database_.query(ctx);
    places.release();
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
