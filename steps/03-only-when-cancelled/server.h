#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it. When the client gives up
/// before it has the answer, and only then, the handler tells the store to cancel: at once, and
/// once. The store must live for as long as the handler is used.
http::Handler server(Store& store);
