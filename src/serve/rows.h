#pragma once
#include "http/http.h"
#include "serve/visit.h"

namespace serve {

/// Streams the prime numbers from ?from= on, ?rows= of them, a row a write: SQLite computes them,
/// one after the other, and far out it takes its time for each. Stops within about a millisecond
/// when the request's context ends, also in the middle of a row, and writes nothing after that but,
/// when it was the deadline and there is no row yet, 504. Blocks until all is sent. Built without
/// SQLite it says which package is missing.
void serve_rows(Task& task, http::ResponseWriter& response, const http::Request& request);

}  // namespace serve
