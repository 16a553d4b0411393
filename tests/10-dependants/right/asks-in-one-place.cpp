// A chain of steps, each of which asks the context before and after the work.
#include "store.h"

namespace {
using Fetched = std::expected<std::string, std::error_code>;

/// What `work` returns, unless ctx has ended before or since.
template <class Work>
Fetched unless_ended(const context::Context& ctx, Work work) {
  if (ctx.err()) return std::unexpected(ctx.err());
  Fetched result = work();
  if (ctx.err()) return std::unexpected(ctx.err());
  return result;
}
}  // namespace

Fetched CachedStore::fetch(context::Context ctx) {
  Fetched data = unless_ended(ctx, [&] { return cache_.get(ctx); });
  if (data) return data;

  data = unless_ended(ctx, [&] { return database_.query(ctx); });
  if (!data) return data;

  return unless_ended(ctx, [&] {
    cache_.put(ctx, *data);
    return data;
  });
}
