#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it. When the client gives up
/// during the fetch, the handler tells the store to cancel and writes nothing: no header, no
/// status, no body. A request that comes cancelled isn't even fetched for. The store must live for
/// as long as the handler is used.
http::Handler server(Store& store);
