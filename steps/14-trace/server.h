#pragma once
#include <string>
#include <string_view>

#include "context/context.h"
#include "http/http.h"
#include "log.h"
#include "store.h"

/// "TRACE USER MESSAGE": the trace::Id and the user::Id that `ctx` carries (none is ever empty),
/// each a "-" if it is missing, and the message, escaped.
std::string log_line(const context::Context& ctx, std::string_view message);

/// A handler that calls `next` with the same request, or a copy, in whose context it then finds the
/// trace::Id, whatever was there before. That comes from the header "traceparent" or, if there is
/// no valid id in that, from "X-Cloud-Trace-Context". A request without a valid id goes to `next`
/// as it is.
http::Handler with_trace(http::Handler next);

/// A handler that logs one line with the message "METHOD TARGET" for each request, whatever the
/// answer, and calls `next` with it, before or after that. This one and with_trace() leave the
/// response to `next`, which doesn't throw.
http::Handler with_log(http::Handler next, Log& log);

/// The whole chain: answer(store), whose requests are logged with both ids. The store finds them in
/// its context, too: the trace::Id comes from with_trace(), the user::Id from user::with_user().
/// All of these serve requests at the same time, none of which waits for another. `store` and `log`
/// must live for as long as the handler is used.
http::Handler server(Store& store, Log& log);
