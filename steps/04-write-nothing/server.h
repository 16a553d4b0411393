#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, even if that is empty.
/// When the client gives up during the fetch, and only then, it tells the store to cancel, at once
/// and once, and writes nothing: no header, no status, no body. A request that comes cancelled
/// isn't even fetched for. A client gives up when the request's context ends, for whatever reason.
/// Whether the store hears of a client who does so while the answer is being written is left open.
///
/// Requests may come at the same time: each is fetched for once and served for itself, whatever
/// becomes of the others, and waits for none of them. The store must live for as long as the
/// handler is used.
http::Handler server(Store& store);
