// Listens while it writes, too, and tells a store that has long returned. Caught by: Law.who_gives_up_during_the_write_is_nobodys_business
#include "server.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

namespace {
struct Fetch {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::optional<std::string> data;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](http::ResponseWriter& response,
                                                        const http::Request& request) {
    const context::Context ctx = request.context();
    if (ctx.err()) return;
    const auto fetch = std::make_shared<Fetch>();
    threads->run([store, fetch] {
      std::string data = store->fetch();
      const std::lock_guard lock(fetch->mutex);
      fetch->data = std::move(data);
      fetch->changed.notify_all();
    });
    bool arrived = false;
    {
      std::unique_lock lock(fetch->mutex);
      fetch->changed.wait(lock, ctx.done(), [&] { return fetch->data.has_value(); });
      arrived = fetch->data.has_value();
    }
    if (ctx.err()) {
      if (!arrived) store->cancel();
      return;
    }
    const std::stop_callback tell(ctx.done(), [&] { store->cancel(); });
    response.write(*fetch->data);
  };
}
