// Believes the sleep alone: it was slept to its end, and the client gave up at that moment. Caught by: SlowStore.takes_a_tie_for_a_cancellation
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    if (const auto woken = context::sleep_for(ctx, tick_)) return std::unexpected(woken);

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
