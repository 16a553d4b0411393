// Asks the database once more when the connection was reset: it may have been an idle one. Caught by: Law.nobody_is_asked_twice_whatever_the_error
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    const bool idle = !data && data.error() == std::errc::connection_reset;
    if (idle && !ctx.err()) data = database_.query(ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
