// Has neither trace nor log: a skeleton. Caught by: Server.finds_the_trace_id_in_traceparent, Server.takes_the_cloud_header_if_there_is_no_valid_traceparent, Server.logs_the_trace_id_first, Server.logs_a_dash_for_what_is_missing, Server.logs_one_line_whatever_the_client_sends, Server.answers_the_same_whatever_the_header_says, Server.keeps_two_requests_apart_also_on_other_threads
#include "server.h"

#include "answer.h"

std::string log_line(const context::Context& /*ctx*/, std::string_view message) {
  return std::string(message);
}

http::Handler with_trace(http::Handler next) { return next; }

http::Handler with_log(http::Handler next, Log& /*log*/) { return next; }

http::Handler server(Store& store, Log& log) { return with_log(with_trace(answer(store)), log); }
