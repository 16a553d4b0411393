// A writer of our own asks each time and passes on nothing once the client has gone.
#include "server.h"

#include <stop_token>
#include <string_view>
#include <utility>

namespace {
class SilentOnceCancelled : public http::ResponseWriter {
 public:
  SilentOnceCancelled(http::ResponseWriter& inner, context::Context ctx)
      : inner_(inner), ctx_(std::move(ctx)) {}

  http::Header& header() override { return ctx_.err() ? unsent_ : inner_.header(); }
  void write_header(http::Status status) override {
    if (!ctx_.err()) inner_.write_header(status);
  }
  void write(std::string_view bytes) override {
    if (!ctx_.err()) inner_.write(bytes);
  }

 private:
  http::ResponseWriter& inner_;
  context::Context ctx_;
  http::Header unsent_;
};
}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;

    SilentOnceCancelled writer(response, request.context());
    const std::stop_callback tell_store(request.context().done(), [&store] { store.cancel(); });
    writer.write(store.fetch());
  };
}
