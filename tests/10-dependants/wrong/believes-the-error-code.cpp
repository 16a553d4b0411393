// Learns from the cache's error, and not from the context, whether somebody has given up. Caught by: CachedStore.does_not_take_a_failing_cache_for_a_cancellation, CachedStore.returns_a_timeout_when_the_deadline_has_passed, CachedStore.returns_no_late_answer_of_dependants_that_ignore_the_context, CachedStore.stops_at_once_when_the_client_gives_up_during_cache_get
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && data.error() != std::errc::operation_canceled) {
    data = database_.query(ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
