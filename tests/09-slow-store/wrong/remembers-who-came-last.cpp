// Keeps the context of the last fetch, to be able to say whose it was. Caught by: Law.nothing_of_a_request_is_kept
#include "store.h"

#include <mutex>

namespace {

std::mutex mutex;
context::Context last;  // guarded by mutex

}  // namespace

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  {
    const std::lock_guard lock(mutex);
    last = ctx;
  }
  std::string data;
  for (const char character : data_) {
    if (context::sleep_for(ctx, tick_) || ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
