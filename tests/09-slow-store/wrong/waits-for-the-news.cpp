// Believes that its context lives until it was told otherwise itself. Caught by: Law.told_is_not_yet_heard; perhaps others
#include "store.h"

#include <atomic>
#include <stop_token>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::atomic<bool> ended = static_cast<bool>(ctx.err());
  const std::stop_callback when_ended(ctx.done(), [&] { ended = true; });

  std::string data;
  for (const char character : data_) {
    static_cast<void>(context::sleep_for(ctx, tick_));
    if (ended) return std::unexpected(ctx.err());  // also when it was a tie

    data += character;
    built_(character);
  }

  if (ended) return std::unexpected(ctx.err());  // also when it was during the last one
  return data;
}
