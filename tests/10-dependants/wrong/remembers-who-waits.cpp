// Notes whose request it asks the database for, and never crosses it out. Caught by: Law.nothing_of_a_request_is_kept
#include "store.h"

#include <mutex>

namespace {

std::mutex mutex;
context::Context last;  // guarded by mutex

}  // namespace

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  if (ctx.err()) return std::unexpected(ctx.err());

  auto data = cache_.get(ctx);
  if (!data && !ctx.err()) {
    {
      const std::lock_guard lock(mutex);
      last = ctx;
    }
    data = database_.query(ctx);
    if (data && !ctx.err()) cache_.put(ctx, *data);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
