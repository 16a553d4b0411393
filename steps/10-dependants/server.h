#pragma once
#include "http/http.h"
#include "store.h"

/// The handler, given: it passes the request's context on, writes nothing when the store
/// says `canceled`, and otherwise believes whatever the store returns. `store` must outlive it.
inline http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (data) return response.write(*data);
    if (data.error() == context::Errc::canceled) return;

    const bool late = data.error() == context::Errc::deadline_exceeded;
    response.write_header(late ? http::Status::gateway_timeout
                               : http::Status::internal_server_error);
    response.write(data.error().message());
  };
}
