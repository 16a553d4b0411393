#pragma once
/// What of a context travels with a call: who asked for it at the very beginning, and how much time
/// is left. What doesn't travel needs no header: the caller hangs up, and the server notices.
///
///   http::Server server(ctx, http::continued(handler));    // takes both from what comes in
///   http::carry(request.context(), outgoing.header, now);  // puts both on what goes out

#include <string>

#include "context/context.h"
#include "http/http.h"

namespace http {

/// One call of a trace, in the words of W3C Trace Context: lower-case hexadecimal digits.
struct Trace {
  std::string id;            ///< 32 digits: the same all the way
  std::string call;          ///< 16 digits: who is asking; of each call another
  std::string flags = "00";  ///< 2 digits, passed on as they came
};

/// The key under which a context has its trace.
struct TraceOfRequest {
  using value_type = Trace;
};

/// A handler that calls `next` under a context that has a TraceOfRequest, taken from "traceparent"
/// or, without a valid one, begun anew, and a deadline if "X-Timeout-Ms" says how many milliseconds
/// the caller is going to wait. What is no whole number of up to nine digits is overlooked.
Handler continued(Handler next);

/// Sets "traceparent" and "X-Timeout-Ms", the time left by `now` in whole milliseconds, rounded
/// down, never less than 0; each if `ctx` has that.
void carry(const context::Context& ctx, Header& header, context::Clock::time_point now);

}  // namespace http
