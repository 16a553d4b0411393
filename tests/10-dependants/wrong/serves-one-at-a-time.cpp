// Holds a lock while it asks, and so serves one client after the other. Caught by: Law.each_client_who_gives_up_counts, Law.late_is_late_whoever_comes_late, Law.requests_at_the_same_time_do_not_meet, Law.what_the_cache_has_differs_from_request_to_request, Law.who_gives_up_is_let_go, Law.whoever_is_at_work_is_told_however_the_context_ends, Law.all_the_time_that_there_is, Law.nobody_waits_for_another_whoever_is_at_work
#include "store.h"

#include <mutex>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
