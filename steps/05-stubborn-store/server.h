#pragma once
#include <memory>

#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it. When the client gives up
/// first, or at the same moment, the handler tells the store to cancel, writes nothing and returns
/// at once, however long the store takes; what the store returns later goes nowhere. A fetch that
/// outlives its request is waited for when the last copy of the handler is destroyed.
http::Handler server(std::shared_ptr<Store> store);
