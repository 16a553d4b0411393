// Notifies whoever sleeps; when nobody sleeps just then, the wakeup is lost. Caught by: SlowStore.builds_nothing_when_the_request_comes_cancelled, SlowStore.hears_of_a_cancellation_while_it_is_awake, SlowStore.wakes_at_once_when_the_client_gives_up
#include "store.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::mutex mutex;
  std::condition_variable_any woken;
  const auto wake = [&] {
    const std::lock_guard lock(mutex);
    woken.notify_all();
  };
  const std::stop_callback when_given_up(ctx.done(), wake);

  std::string data;
  for (const char character : data_) {
    const auto [alarm, cancel] = context::with_timeout(context::without_cancel(ctx), tick_);
    const std::stop_callback when_time_is_up(alarm.done(), wake);
    std::unique_lock lock(mutex);
    woken.wait(lock);
    lock.unlock();
    if (ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
