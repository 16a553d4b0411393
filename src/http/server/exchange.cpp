#include <cstdio>
#include <exception>
#include <string>
#include <utility>

#include "http/server/connection.h"

namespace http::detail {
namespace {

void report(const ServerOptions& options, const Request& request, const std::string& what) {
  const std::string line =
      "http: the handler of " + request.method + ' ' + request.target + " has thrown: " + what;
  if (options.report) return options.report(line);
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace

Exchange::Exchange(std::shared_ptr<Connection> connection, Request request, Answer::To to,
                   context::CancelFunc cancel)
    : connection_(std::move(connection)),
      request_(std::move(request)),
      to_(to),
      cancel_(std::move(cancel)) {}

void Exchange::run() {
  Answer::End end = Answer::End::close;
  if (!request_.context().err()) {  // else the client has gone while it waited for its turn
    Answer answer(*connection_, to_, request_.context());
    end = call_handler(answer) ? answer.finish() : Answer::End::abort;
  }
  cancel_();
  connection_->served(end);
}

/// False: it has thrown, in the middle of its answer.
bool Exchange::call_handler(Answer& answer) const {
  const House& house = connection_->house();
  try {
    house.handler(answer, request_);
    return true;
  } catch (const std::exception& error) {
    report(house.options, request_, error.what());
  } catch (...) {
    report(house.options, request_, "no std::exception");
  }
  if (!answer.forget()) return false;
  answer.header().set("Connection", "close");
  answer.write_header(Status::internal_server_error);
  return true;
}

}  // namespace http::detail
