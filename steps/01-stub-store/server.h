#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request, whatever it asks for, with what `store` fetches for it:
/// fetched once, when the request comes, and written as it is, in one go, even if it is empty.
/// Requests may come at the same time, and none waits for another. The store must live for as long
/// as the handler is used.
http::Handler server(Store& store);
