// Calls every end of the context a cancellation. Caught by: CachedStore.returns_a_timeout_when_the_deadline_has_passed
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  const auto canceled = std::unexpected(make_error_code(context::Errc::canceled));
  if (ctx.err()) return canceled;

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    data = database_.query(ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return canceled;
  return data;
}
