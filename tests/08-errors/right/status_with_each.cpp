// A class that sends a status and a header with every answer, also with a 200.
#include "server.h"

#include <string>
#include <string_view>
#include <system_error>

namespace {

class Answering {
 public:
  Answering(Store& store, Log& log) : store_(&store), log_(&log) {}

  void operator()(http::ResponseWriter& response, const http::Request& request) const {
    if (left(request)) return;
    const auto name = request.form_value("name");
    if (!name.has_value()) return send(response, 400, name.error().message());

    const auto data = store_->fetch(request.context(), name.value());
    if (left(request)) return;
    if (data.has_value()) return send(response, 200, data.value());
    log_->error(data.error().message());
    const bool late = data.error() == context::Errc::deadline_exceeded;
    send(response, late ? 504 : 500, data.error().message());
  }

 private:
  static bool left(const http::Request& request) {
    return request.context().err() == context::Errc::canceled;
  }

  static void send(http::ResponseWriter& response, int status, std::string_view body) {
    response.header().set("Content-Type", "text/plain");
    response.write_header(static_cast<http::Status>(status));
    response.write(body);
  }

  Store* store_;
  Log* log_;
};

}  // namespace

http::Handler server(Store& store, Log& log) { return Answering(store, log); }
