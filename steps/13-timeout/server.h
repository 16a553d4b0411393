#pragma once
#include "context/context.h"
#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, under a context derived
/// from the request's. That ends with the request's, or when `patience` is over by the clock by
/// which that one lives, and not sooner. A patience of zero or less is over at once, the longest
/// there is never. The request may have a deadline of its own: then the one that comes first
/// counts. The store is asked once; it needn't be when the time is up before that, or the client
/// has gone. What can happen, and what is done then; if several rows fit, the uppermost counts:
///
///   the client has given up  (the request's context is canceled) nothing is written, whatever the
///                            store returns
///   the store returns data   200 and the data, even if empty, and even if the time is up
///   the time was up first    504 and the message of Errc::deadline_exceeded, whatever error the
///                            store returns
///   its error came first     500 and the error's message, also when it looks like one of ours
///
/// The handler returns when the store has; then no timer of its own is left. Requests may come at
/// the same time: each is served for itself, and waits for none of the others. The store must live
/// for as long as the handler is used.
http::Handler server(Store& store, context::Clock::duration patience);
