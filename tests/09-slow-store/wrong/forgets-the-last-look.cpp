// Doesn't look again after the last character, and the client gave up while it was told of. Caught by: SlowStore.looks_once_more_before_it_answers
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    const std::error_code woken = context::sleep_for(ctx, tick_);
    if (woken || ctx.err()) return std::unexpected(ctx.err());  // also when it was a tie

    data += character;
    built_(character);
  }
  return data;
}
