// Has each call made by a thread of its own, and waits for it.
#include "store.h"

#include <future>

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context ctx) {
  using Fetched = std::expected<std::string, std::error_code>;
  const auto wait_for = [](auto call) { return std::async(std::launch::async, call).get(); };
  if (const auto over = ctx.err()) return std::unexpected(over);

  Fetched data = wait_for([&] { return cache_.get(ctx); });
  if (data) return ctx.err() ? Fetched(std::unexpected(ctx.err())) : data;
  if (const auto over = ctx.err()) return std::unexpected(over);

  data = wait_for([&] { return database_.query(ctx); });
  if (const auto over = ctx.err()) return std::unexpected(over);
  if (!data) return data;

  wait_for([&] { cache_.put(ctx, data.value()); });
  if (const auto over = ctx.err()) return std::unexpected(over);
  return data;
}
