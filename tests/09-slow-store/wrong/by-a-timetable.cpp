// Builds by a timetable, and hurries when it was held up. Caught by: Law.the_next_tick_begins_when_built_has_returned
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  const auto start = context::with_timeout(ctx, tick_).ctx.deadline();
  for (const char character : data_) {
    const auto passed = tick_ * static_cast<context::Clock::rep>(data.size());
    const bool sleeps = tick_ > tick_.zero() && start;
    const std::error_code woken = sleeps ? context::sleep_until(ctx, *start + passed) : ctx.err();
    if (woken || ctx.err()) return std::unexpected(ctx.err());  // also when it was a tie

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());  // also when it was during the last one
  return data;
}
