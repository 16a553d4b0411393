#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, under the context of that
/// very request. When the store returns an error, be it that the client gave up, nothing is
/// written: no header, no status, no body. Starts no thread, and keeps nothing of a request that is
/// over. The store must live for as long as the handler is used.
http::Handler server(Store& store);
