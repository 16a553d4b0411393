// Believes that nobody has given up before it was told so itself. Caught by: Law.told_is_not_yet_heard; perhaps others
#include "store.h"

#include <atomic>
#include <stop_token>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());
  std::atomic<bool> given_up = false;
  const std::stop_callback when_given_up(ctx.done(), [&] { given_up = true; });

  auto data = cache_.get(ctx);
  if (!data && !given_up) {
    data = database_.query(ctx);
    if (data && !given_up) cache_.put(ctx, *data);
  }

  if (given_up) return std::unexpected(ctx.err());
  return data;
}
