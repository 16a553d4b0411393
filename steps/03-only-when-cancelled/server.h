#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it. When the client gives up
/// while the handler is at work, and only then, it tells the store to cancel: at once, and once.
/// The store must live for as long as the handler is used.
http::Handler server(Store& store);
