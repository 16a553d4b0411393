#include "server.h"

#include "answer.h"

std::string log_line(const context::Context& /*ctx*/, std::string_view message) {
  return std::string(message);
}

http::Handler with_trace(http::Handler next) { return next; }

http::Handler with_log(http::Handler next, Log& /*log*/) { return next; }

http::Handler server(Store& store, Log& log) { return with_log(with_trace(answer(store)), log); }
