// Wakes without the lock under which the sleeper looks: between its look and its sleep nobody hears that. Caught by: SlowStore.wakes_at_once_when_the_client_gives_up
#include "store.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::mutex mutex;
  std::condition_variable changed;
  std::string data;
  for (const char character : data_) {
    const auto [alarm, cancel] = context::with_timeout(ctx, tick_);
    const std::stop_callback wake(alarm.done(), [&] { changed.notify_all(); });
    {
      std::unique_lock lock(mutex);
      while (!alarm.err()) changed.wait(lock);
    }
    if (ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
