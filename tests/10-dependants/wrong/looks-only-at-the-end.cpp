// Looks at the context once, when all the work is done. Caught by: CachedStore.asks_nobody_when_the_request_comes_cancelled, CachedStore.returns_a_timeout_when_the_deadline_has_passed, CachedStore.returns_no_late_answer_of_dependants_that_ignore_the_context, CachedStore.stops_at_once_when_the_client_gives_up_during_cache_get
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  auto data = cache_.get(ctx);
  if (!data) {
    data = database_.query(ctx);
    if (data) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
