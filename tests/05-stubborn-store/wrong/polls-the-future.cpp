// Looks every ten milliseconds whether the future is ready or the client gone. Caught by: Server.writes_what_the_store_fetched, Server.returns_at_once_when_the_client_gives_up, Server.still_tells_the_store, Server.writes_nothing_once_the_client_has_given_up, Server.writes_nothing_when_the_store_returns_as_the_client_gives_up, Server.writes_nothing_when_the_client_gives_up_as_the_store_returns, Server.does_not_return_while_its_write_is_under_way, Server.serves_the_next_client_while_an_abandoned_fetch_still_runs, Server.gives_a_late_answer_to_nobody, Server.waits_for_its_threads_when_it_is_destroyed
#include "server.h"

#include <chrono>
#include <future>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](auto& response, const auto& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const auto promise = std::make_shared<std::promise<std::string>>();
    threads->run([store, promise] { promise->set_value(store->fetch()); });

    std::future<std::string> data = promise->get_future();
    while (data.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready) {
      if (ctx.err()) return store->cancel();
    }
    if (ctx.err()) return store->cancel();
    response.write(data.get());
  };
}
