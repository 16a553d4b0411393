// Sleeps for all the ticks at once, and then builds it all at once. Caught by: SlowStore.builds_a_character_a_tick, SlowStore.builds_exactly_as_many_characters_as_ticks_were_wanted, SlowStore.hears_of_a_cancellation_while_it_is_awake, SlowStore.returns_a_timeout_when_the_deadline_has_passed, SlowStore.starts_afresh_for_the_next_client
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  if (context::sleep_for(ctx, tick_ * std::ssize(data_)) || ctx.err()) {
    return std::unexpected(ctx.err());
  }
  for (const char character : data_) built_(character);

  if (ctx.err()) return std::unexpected(ctx.err());
  return data_;
}
