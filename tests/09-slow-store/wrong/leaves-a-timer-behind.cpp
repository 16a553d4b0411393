// Keeps its alarms for later, and so a client who gives up leaves one behind that is still set. Caught by: Law.nothing_is_left_behind, Law.nothing_of_a_request_is_kept
#include "store.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <vector>

namespace {

/// A context that ends when the time is up, client or no client.
context::Context alarm_in(const context::Context& ctx, context::Clock::duration tick) {
  static std::mutex mutex;
  static std::vector<context::Derived> alarms;
  const std::lock_guard lock(mutex);
  std::erase_if(alarms,
                [](const context::Derived& alarm) { return static_cast<bool>(alarm.ctx.err()); });
  return alarms.emplace_back(context::with_timeout(context::without_cancel(ctx), tick)).ctx;
}

}  // namespace

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::mutex mutex;
  std::condition_variable_any changed;
  const auto wake = [&] {
    const std::lock_guard lock(mutex);
    changed.notify_all();
  };
  const std::stop_callback given_up(ctx.done(), wake);

  std::string data;
  for (const char character : data_) {
    const context::Context alarm = alarm_in(ctx, tick_);
    {
      std::unique_lock lock(mutex);
      changed.wait(lock, alarm.done(), [&] { return static_cast<bool>(ctx.err()); });
    }
    if (ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
