// Leaves by an exception, inside: one for a client who has gone, one for a store that has failed.
#include "server.h"

#include <string>
#include <system_error>
#include <utility>

namespace {

struct Gone {};

void look(const http::Request& request) {
  if (request.context().err()) throw Gone();
}

/// What the store has given, if there is somebody to give it to.
template <class Answer>
auto taken(const http::Request& request, Answer answer) {
  look(request);
  if (!answer) throw std::system_error(answer.error());
  return *std::move(answer);
}

void stream(Store& store, http::ResponseWriter& response, const http::Request& request,
            bool& begun) {
  const auto cursor = taken(request, store.query(request.context(), request.target));
  while (true) {
    const auto row = taken(request, cursor->next());
    if (!std::exchange(begun, true)) {
      response.header().set("Content-Type", "text/csv");
      look(request);
      response.write_header(http::Status::ok);
    }
    if (!row) return;
    look(request);
    response.write(*row + "\n");
    look(request);
  }
}

}  // namespace

http::Handler server(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    bool begun = false;
    try {
      if (!request.context().err()) stream(store, response, request, begun);
    } catch (const Gone&) {
    } catch (const std::system_error& error) {
      if (begun) return;
      response.write_header(http::Status::internal_server_error);
      if (!request.context().err()) response.write(error.code().message());
    }
  };
}
