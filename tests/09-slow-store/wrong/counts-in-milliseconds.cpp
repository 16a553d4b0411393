// Rounds the tick down to milliseconds, and so a short one takes no time. Caught by: Law.a_tick_is_as_long_as_it_is
#include "store.h"

#include <chrono>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    const std::error_code woken =
        context::sleep_for(ctx, std::chrono::duration_cast<std::chrono::milliseconds>(tick_));
    if (woken || ctx.err()) return std::unexpected(ctx.err());  // also when it was a tie

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());  // also when it was during the last one
  return data;
}
