// A tick is a context with a timeout, and whoever waits for its token sleeps.
#include "store.h"

#include <condition_variable>
#include <mutex>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::mutex mutex;
  std::condition_variable_any nobody_notifies;
  std::unique_lock lock(mutex);

  std::string data;
  for (const char character : data_) {
    const auto [alarm, cancel] = context::with_timeout(ctx, tick_);
    nobody_notifies.wait(lock, alarm.done(), [] { return false; });
    if (ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
