// Returns why the context was ended, where its error is asked for. Caught by: Law.a_context_may_end_in_any_way, Law.both_at_once_is_over, Law.it_may_end_while_built_is_told, Law.one_waits_for_no_other
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    const std::error_code woken = context::sleep_for(ctx, tick_);
    if (woken || ctx.err()) return std::unexpected(context::cause(ctx));  // also when it was a tie

    data += character;
    built_(character);
  }

  if (ctx.err())
    return std::unexpected(context::cause(ctx));  // also when it was during the last one
  return data;
}
