#pragma once
#include "http/http.h"
#include "log.h"
#include "store.h"

/// A handler that answers a request for /?name=NAME with what `store` has under that very name,
/// asked for once and under the context of the request, or one derived from it that doesn't end
/// sooner while the store is at work. Without a name in the form the name is "". What can happen,
/// and what is done then; if several rows fit, the uppermost counts:
///
///   the client has given up  nothing is written, nothing is logged, whatever the store returns
///   the form is malformed    400 and the error's message; the store isn't asked, nothing is logged
///   the store returns data   200 and the data, even if empty, and even if the time is up; nothing
///                            is logged
///   Errc::deadline_exceeded  504 and the error's message; the log gets a line with that message
///   any other error          500 and the error's message; the log gets a line with that message
///
/// The last two are errors of the store; a std::errc::timed_out may be taken for either. While the
/// client is there, an Errc::canceled of the store's own is an error like any other. A client whose
/// time is up hasn't given up: even if it was when the request came, the store is asked. One who
/// comes cancelled needn't be asked for. Each answer's body is written in one go, each line logged
/// before the handler returns. The line may say more than the message, the body not.
///
/// Requests may come at the same time: each is served for itself, and waits for none of the others.
/// Store and log must live for as long as the handler is used.
http::Handler server(Store& store, Log& log);
