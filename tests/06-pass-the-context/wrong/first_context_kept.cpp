// Keeps the first request's context with the handler and passes it on for all that follow. Caught by: Server.keeps_nothing_of_a_request_that_is_over, Server.gives_each_request_its_own_context
#include "server.h"

#include <memory>
#include <mutex>
#include <optional>

namespace {

class Session {
 public:
  context::Context ctx_of(const http::Request& request) {
    const std::lock_guard lock(mutex_);
    if (!ctx_) ctx_ = request.context();
    return *ctx_;
  }

 private:
  std::mutex mutex_;
  std::optional<context::Context> ctx_;
};

}  // namespace

http::Handler server(Store& store) {
  const auto session = std::make_shared<Session>();
  return [&store, session](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(session->ctx_of(request));
    if (!data) return;
    response.write(*data);
  };
}
