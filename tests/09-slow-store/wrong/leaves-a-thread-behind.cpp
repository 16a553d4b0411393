// Lets a thread of its own build, and leaves without it. Caught by: SlowStore.builds_nothing_when_the_request_comes_cancelled, SlowStore.hears_of_a_cancellation_while_it_is_awake, SlowStore.returns_a_timeout_when_the_deadline_has_passed
#include "store.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace {
struct Job {
  std::mutex mutex;
  std::condition_variable_any changed;
  bool done = false;
};
}  // namespace

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  const auto job = std::make_shared<Job>();
  std::thread([job, data = data_, tick = tick_, built = built_, ctx] {
    for (const char character : data) {
      const auto soundly = context::without_cancel(ctx);
      if (context::sleep_for(soundly, tick) || ctx.err()) return;
      built(character);
    }
    const std::lock_guard lock(job->mutex);
    job->done = true;
    job->changed.notify_one();
  }).detach();

  std::unique_lock lock(job->mutex);
  job->changed.wait(lock, ctx.done(), [&] { return job->done; });
  if (ctx.err()) return std::unexpected(ctx.err());
  return data_;
}
