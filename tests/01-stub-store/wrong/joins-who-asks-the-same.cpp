// Whoever asks for what is being fetched already waits for that, and gets the same. Caught by: Law.requests_at_the_same_time_do_not_meet
#include "server.h"

#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace {
struct Flights {
  std::mutex mutex;
  std::map<std::string, std::shared_future<std::string>> under_way;
};
}  // namespace

http::Handler server(Store& store) {
  const auto flights = std::make_shared<Flights>();
  return [&store, flights](http::ResponseWriter& response, const http::Request& request) {
    std::unique_lock lock(flights->mutex);
    if (const auto found = flights->under_way.find(request.target);
        found != flights->under_way.end()) {
      const auto flight = found->second;
      lock.unlock();
      return response.write(flight.get());
    }
    std::promise<std::string> promise;
    flights->under_way[request.target] = promise.get_future();
    lock.unlock();

    const std::string data = store.fetch();
    promise.set_value(data);
    lock.lock();
    flights->under_way.erase(request.target);
    lock.unlock();
    response.write(data);
  };
}
