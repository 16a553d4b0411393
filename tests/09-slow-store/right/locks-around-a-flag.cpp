// A condition variable and a flag, both told under the lock, for the tick and for the client.
#include "store.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  const auto tell = [&](bool& what) {
    return [&] {
      const std::lock_guard lock(mutex);
      what = true;
      changed.notify_one();
    };
  };
  const std::stop_callback given_up(ctx.done(), tell(over));

  std::string data;
  for (const char character : data_) {
    bool due = false;
    const auto [alarm, cancel] = context::with_timeout(context::without_cancel(ctx), tick_);
    const std::stop_callback next(alarm.done(), tell(due));
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return due || over; });
    lock.unlock();
    if (ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
