#include "server.h"

http::Handler server(Store& store, context::Clock::duration /*patience*/) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (request.context().err()) return;

    if (!data) response.write_header(http::Status::internal_server_error);
    response.write(data ? *data : data.error().message());
  };
}
