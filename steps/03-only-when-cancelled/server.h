#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, in one write or several,
/// also when that is empty. When the client gives up during the fetch, and only then, it tells the
/// store to cancel: at once, and once. A client gives up when the request's context ends, for
/// whatever reason. Left open are what is done for one who has given up before the fetch begins,
/// what one who gives up is sent, and whether the store hears of one who does so after the fetch,
/// but before the handler returns.
///
/// Requests may come at the same time: each is fetched for once and served for itself, whatever
/// becomes of the others, and waits for none of them. The store must live for as long as the
/// handler is used.
http::Handler server(Store& store);
