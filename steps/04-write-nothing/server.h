#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, in one write or several,
/// also when that is empty. When the client gives up during the fetch, and only then, it tells the
/// store to cancel, at once and once. A client gives up when the request's context ends, for
/// whatever reason. Nothing is written from then on, nor before the fetch has ended: no header, no
/// status, no body. A write that is on its way may end, but no other begins. If the context has
/// ended when the request comes, the store is neither asked nor told. Left open is whether it hears
/// of a client who gives up just before the fetch begins, or after it, but before the handler
/// returns.
///
/// Requests may come at the same time: each is fetched for once and served for itself, whatever
/// becomes of the others, and waits for none of them. The store must live for as long as the
/// handler is used.
http::Handler server(Store& store);
