// Looks at the time that is left, and not at the context, where a tick takes no time. Caught by: Law.a_context_may_end_in_any_way, Law.it_may_end_while_built_is_told, Law.no_time_is_a_time
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    const bool sleeps = tick_ > tick_.zero();
    const std::error_code woken = sleeps ? context::sleep_for(ctx, tick_) : std::error_code();
    if (woken || (sleeps && ctx.err()))
      return std::unexpected(ctx.err());  // also when it was a tie

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());  // also when it was during the last one
  return data;
}
