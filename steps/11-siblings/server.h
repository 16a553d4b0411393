#pragma once
#include <vector>

#include "http/http.h"
#include "service.h"

/// A handler that asks all `services` at once, and answers each request with what they return, one
/// after the other in the order of `services`. When one fails, the others are told to stop, and the
/// answer is the status 500 and the message of that first error, nothing else. When the client
/// gives up, all are told, and nothing is written. The handler returns when all services have
/// returned. They must live for as long as the handler is used.
http::Handler server(std::vector<Service*> services);
