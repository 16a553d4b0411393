// Whoever comes first decides, and nobody asks again before the write. Caught by: Server.writes_nothing_when_the_client_gives_up_as_the_store_returns
#include "server.h"

#include <future>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

namespace {
struct Race {  // between the data and the cancellation: the second to come is ignored
  std::once_flag decided;
  std::promise<std::optional<std::string>> winner;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const std::stop_token done = request.context().done();
    if (done.stop_requested()) return;

    const auto race = std::make_shared<Race>();
    threads->run([store, race] {
      std::string data = store->fetch();
      std::call_once(race->decided, [&] { race->winner.set_value(std::move(data)); });
    });
    const std::stop_callback give_up(done, [store, race] {
      std::call_once(race->decided, [&] { race->winner.set_value(std::nullopt); });
    });

    const std::optional<std::string> data = race->winner.get_future().get();
    if (!data) return store->cancel();
    response.write(*data);
  };
}
