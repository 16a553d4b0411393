#pragma once
#include "connection.h"
#include "context/context.h"
#include "http/http.h"
#include "while_connected.h"
#include "wire.h"

/// The server: answers the requests of one client, one after the other, until they have gone.
/// Each has a context of its own below `root`. Blocks; has a thread for each client. It is whole
/// but for while_connected(). Nothing to do here.
inline void serve(Connection& connection, const http::Handler& handler,
                  const context::Context& root) {
  while (const auto request = read_request(connection)) {
    httptest::ResponseRecorder response;
    bool gone = false;
    while_connected(root, connection, [&](const context::Context& ctx) {
      handler(response, request->with_context(ctx));
      gone = static_cast<bool>(ctx.err());
    });
    if (gone) return;  // to whom would we send it?
    send_response(connection, response);
  }
}
