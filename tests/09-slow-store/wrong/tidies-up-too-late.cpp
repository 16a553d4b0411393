// Forgets the last tick's wake-up after its look at the context, and with it one that has come just now. Caught by: SlowStore.wakes_at_once_when_the_client_gives_up
#include "store.h"

#include <atomic>
#include <stop_token>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::atomic<bool> woken = false;
  const auto wake = [&] {
    woken = true;
    woken.notify_all();
  };
  const std::stop_callback when_given_up(ctx.done(), wake);

  std::string data;
  for (const char character : data_) {
    const auto [alarm, cancel] = context::with_timeout(context::without_cancel(ctx), tick_);
    if (ctx.err()) return std::unexpected(ctx.err());
    woken = false;
    const std::stop_callback when_time_is_up(alarm.done(), wake);
    woken.wait(false);
    if (ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
