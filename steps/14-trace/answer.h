#pragma once
#include "context/context.h"
#include "http/http.h"
#include "store.h"

/// The handler of Part II, given: answers with what `store` fetches, and writes nothing once the
/// client has given up.
inline http::Handler answer(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (request.context().err()) return;

    if (!data) response.write_header(http::Status::internal_server_error);
    response.write(data ? *data : data.error().message());
  };
}
