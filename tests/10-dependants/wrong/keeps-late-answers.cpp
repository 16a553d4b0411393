// Doesn't look at the context between the database and the cache. Caught by: CachedStore.returns_no_late_answer_of_dependants_that_ignore_the_context
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    if (data) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
