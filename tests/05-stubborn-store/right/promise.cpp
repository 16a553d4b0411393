// A promise that the fetch or the cancellation keeps, whichever comes first, and one more look.
#include "server.h"

#include <future>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "threads.h"

namespace {
class Answer {
 public:
  void is(std::optional<std::string> data) {
    std::call_once(once_, [&] { promise_.set_value(std::move(data)); });
  }
  std::optional<std::string> get() { return promise_.get_future().get(); }

 private:
  std::once_flag once_;
  std::promise<std::optional<std::string>> promise_;
};
}  // namespace

http::Handler server(std::shared_ptr<Store> store) {
  return [store, threads = std::make_shared<Threads>()](http::ResponseWriter& response,
                                                        const http::Request& request) {
    const context::Context& ctx = request.context();
    if (ctx.err()) return;

    const auto answer = std::make_shared<Answer>();
    threads->run([store, answer] { answer->is(store->fetch()); });
    const std::stop_callback give_up(ctx.done(), [answer] { answer->is(std::nullopt); });

    const std::optional<std::string> data = answer->get();
    if (ctx.err()) return store->cancel();  // also when the data was first
    response.write(*data);
  };
}
