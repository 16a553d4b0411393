#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, even if that is empty,
/// under the context of that very request, or one derived from it that doesn't end sooner while the
/// store is at work. When the store returns an error, whichever it is and whether or not the client
/// has given up, nothing is written: no header, no status, no body. Data that it has returned are
/// written in one go or in several; if the client gives up meanwhile, they may be written or not.
///
/// Requests may come at the same time: each is fetched for once (one that comes cancelled needn't
/// be) and served for itself, whatever becomes of the others, and waits for none of them. Starts no
/// thread, and keeps nothing of a request that is over. The store must live for as long as the
/// handler is used.
http::Handler server(Store& store);
