// Holds a lock while it builds, and so serves one client after the other. Caught by: Law.both_at_once_is_over, Law.each_client_who_gives_up_counts, Law.each_request_asks_once, Law.one_waits_for_no_other, Law.requests_at_the_same_time_do_not_meet, Law.told_is_not_yet_heard; perhaps others
#include "store.h"

#include <mutex>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  std::string data;
  for (const char character : data_) {
    const std::error_code woken = context::sleep_for(ctx, tick_);
    if (woken || ctx.err()) return std::unexpected(ctx.err());  // also when it was a tie

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());  // also when it was during the last one
  return data;
}
