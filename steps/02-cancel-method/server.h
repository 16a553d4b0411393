#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, and tells the store to
/// give up when the client does. The store must live for as long as the handler is used.
http::Handler server(Store& store);
