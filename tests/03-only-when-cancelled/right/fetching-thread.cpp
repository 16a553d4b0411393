// The other way round: a thread fetches, and the handler waits for the data or the cancellation.
#include "server.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    std::mutex mutex;
    std::condition_variable_any arrived;
    std::optional<std::string> data;
    const std::jthread fetching([&] {
      std::string fetched = store.fetch();
      const std::lock_guard lock(mutex);
      data = std::move(fetched);
      arrived.notify_one();
    });

    const auto has_arrived = [&data] { return data.has_value(); };
    std::unique_lock lock(mutex);
    if (!arrived.wait(lock, request.context().done(), has_arrived)) {
      store.cancel();
      arrived.wait(lock, has_arrived);  // told, it returns soon
    }
    response.write(*data);
  };
}
