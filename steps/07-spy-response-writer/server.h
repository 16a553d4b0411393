#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, under the context of that
/// request. It promises two things:
///   - When nobody gives up, the client gets the data, as a whole and once.
///   - From the moment when the client gives up, whether before the request comes or during the
///     fetch, the response is left alone: no header(), no write_header(), no write().
/// What it does with the response before that moment, and in how many pieces, is its own affair.
http::Handler server(Store& store);
