// Has one place for a callback, which the next request takes over. Caught by: Law.each_client_who_gives_up_counts
#include "server.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace {
struct Listener {
  std::mutex mutex;
  std::optional<std::stop_callback<std::function<void()>>> callback;
};
}  // namespace

http::Handler server(Store& store) {
  return [&store, listener = std::make_shared<Listener>()](http::ResponseWriter& response,
                                                           const http::Request& request) {
    {
      const std::lock_guard lock(listener->mutex);
      listener->callback.emplace(request.context().done(), [&store] { store.cancel(); });
    }
    const std::string data = store.fetch();
    {
      const std::lock_guard lock(listener->mutex);
      listener->callback.reset();
    }
    response.write(data);
  };
}
