// Asks a flag that its callback raises, and the tick may be over before that is called. Caught by: Law.told_is_not_yet_heard
#include "store.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = static_cast<bool>(ctx.err());
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
    if (over) return std::unexpected(ctx.err());
    lock.unlock();

    data += character;
    built_(character);
  }

  const std::lock_guard lock(mutex);
  if (over) return std::unexpected(ctx.err());
  return data;
}
