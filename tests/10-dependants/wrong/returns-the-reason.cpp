// Returns why the context was ended, where its error is asked for. Caught by: Law.a_context_may_end_in_any_way, Law.all_the_time_that_there_is, Law.late_is_late_whoever_comes_late, Law.whoever_is_at_work_is_told_however_the_context_ends
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(context::cause(ctx));

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(context::cause(ctx));
  return data;
}
