// A callback on the end of a tick keeps a promise.
#include "store.h"

#include <future>
#include <stop_token>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  while (data.size() < data_.size()) {
    const auto [alarm, cancel] = context::with_timeout(ctx, tick_);
    std::promise<void> woken;
    const std::stop_callback wake(alarm.done(), [&woken] { woken.set_value(); });
    woken.get_future().wait();
    if (ctx.err()) return std::unexpected(ctx.err());

    data += data_[data.size()];
    built_(data.back());
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
