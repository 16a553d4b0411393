#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, even if that is empty, and
/// tells the store to give up when the client does, which is when the request's context ends.
///
/// Requests may come at the same time: each is fetched for once and served for itself, whatever
/// becomes of the others, and waits for none of them. The store must live for as long as the
/// handler is used.
http::Handler server(Store& store);
