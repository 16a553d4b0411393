#pragma once
#include <memory>

#include "http/http.h"
#include "store.h"

/// A handler that answers each request with what `store` fetches for it, also when that is empty.
/// When the client gives up first, or at the same moment, nothing is written, no header, no status,
/// no body, and the handler returns at once, however long the store takes; what the store returns
/// later goes nowhere. If the fetch is still under way then, or its thread about to begin it, the
/// store is told to cancel, once; if it returns at that very moment, the store may be told or not;
/// at no other time is it told. A client gives up when the request's context ends, for whatever
/// reason; if it has when the request comes, the store isn't asked. Any thread may write, in one go
/// or in several; no write begins when the client has given up, and the handler returns when the
/// last one has ended.
///
/// Requests may come at the same time: each is fetched for once and served for itself, whatever
/// becomes of the others, and waits for none of them. The handler keeps the store. A fetch that
/// outlives its request is waited for when the last copy of the handler is destroyed.
http::Handler server(std::shared_ptr<Store> store);
