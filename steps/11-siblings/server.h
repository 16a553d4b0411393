#pragma once
#include <vector>

#include "http/http.h"
#include "service.h"

/// A handler that asks all `services` at once, each once and under a context derived from the
/// request's, and answers each request with what they return, one after the other in the order of
/// `services`; with nothing, if there are none. Empty answers are written, too. When one fails,
/// whatever its error, the others are told to stop at once, and the answer is the status 500 and
/// the message of that first error, nothing else: what a service says after it was told to stop is
/// not the reason. When the client gives up, all are told, and nothing is written. The handler
/// returns when all services have returned. Requests may come at the same time. The services must
/// live for as long as the handler is used.
http::Handler server(std::vector<Service*> services);
