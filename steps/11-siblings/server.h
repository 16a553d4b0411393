#pragma once
#include <vector>

#include "http/http.h"
#include "service.h"

/// A handler that asks all `services` at once, each as often as it is listed and under a context
/// derived from the request's, and answers each request with what they return, one after the other
/// in the order of `services`, in one write or several. Empty answers are written, too; without any
/// service there is nothing to write. When one fails, whatever its error, the others are told to
/// stop at once, and the answer is the status 500 and the message of that first error, nothing
/// else: what a service says after it was told to stop is not the reason. One that hasn't been
/// asked by then needn't be.
///
/// When the client gives up, which is when the request's context ends for whatever reason, all are
/// told, and nothing is written from then on, not even the next piece; for one who has done so
/// before, nobody need be asked. Otherwise no service is told. The handler returns when all
/// services have returned. Requests may come at the same time, and none waits for another. The
/// services must live for as long as the handler is used.
http::Handler server(std::vector<Service*> services);
