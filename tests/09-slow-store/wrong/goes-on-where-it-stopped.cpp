// Keeps what was built for one client, and goes on from there for the next. Caught by: SlowStore.builds_exactly_as_many_characters_as_ticks_were_wanted, SlowStore.hears_of_a_cancellation_while_it_is_awake, SlowStore.starts_afresh_for_the_next_client
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  static std::string data;
  while (data.size() < data_.size()) {
    if (context::sleep_for(ctx, tick_) || ctx.err()) return std::unexpected(ctx.err());

    const char character = data_[data.size()];
    data += character;
    built_(character);
  }

  std::string all = std::exchange(data, "");
  if (ctx.err()) return std::unexpected(ctx.err());
  return all;
}
