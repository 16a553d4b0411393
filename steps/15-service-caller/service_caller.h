#pragma once
#include <expected>
#include <functional>
#include <string>
#include <system_error>
#include <utility>

#include "context/context.h"
#include "http_client.h"

/// GETs a url of another service, for whoever has a `ctx`, and returns the body of the answer.
///
///   ctx has a deadline          X-Timeout-Ms is sent along: the time that is left by the clock
///                               `now`, in whole milliseconds, rounded down, never less than 0
///   that isn't after `now`,     either 0 is sent along, or no request is sent and the error is
///   and ctx has not ended yet   deadline_exceeded
///   ctx has a trace::Id         X-Cloud-Trace-Context is sent along: that id
///   the status isn't 200        the error is status_error(status), whatever the body
///   the client or a read fails  the error is theirs, as it is: all of the body or none of it
///   ctx has ended               the error is ctx.err(), whatever the client says, also in a tie;
///                               if it had before the call, nothing is sent
///
/// A request is sent once, whatever comes of it. It is sent and read under `ctx`, or a context
/// derived from it that ends when `ctx` does, not sooner; when get() returns, nothing is under way
/// any more, and the connection is let go of. Threads may share it, and none waits for another.
class ServiceCaller {
 public:
  using Now = std::function<context::Clock::time_point()>;  ///< thread-safe
  ServiceCaller(HttpClient& client, Now now) : client_(client), now_(std::move(now)) {}
  std::expected<std::string, std::error_code> get(const context::Context& ctx, std::string url);

 private:
  HttpClient& client_;
  const Now now_;
};
