// Looks at the context once, when all the work is done. Caught by: SlowStore.builds_exactly_as_many_characters_as_ticks_were_wanted, SlowStore.builds_nothing_when_the_request_comes_cancelled, SlowStore.hears_of_a_cancellation_while_it_is_awake, SlowStore.returns_a_timeout_when_the_deadline_has_passed, SlowStore.starts_afresh_for_the_next_client, SlowStore.takes_a_tie_for_a_cancellation, SlowStore.wakes_at_once_when_the_client_gives_up
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    std::ignore = context::sleep_for(ctx, tick_);
    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
