#pragma once
#include "http/http.h"
#include "log.h"
#include "store.h"

/// A handler that answers a request for /?name=NAME with what `store` has under that name, asked
/// for once and under the context of the request. Without a name in the form the name is "". What
/// can happen, and what is done then:
///
///   the client has given up    nothing is written, nothing is logged, whatever the store says
///   the form is malformed      400 and the error's message; the store isn't asked, the log neither
///   data                       200 and the data, even if empty, and even if the time is up
///   Errc::deadline_exceeded    504 and the error's message; the log gets a line with that message
///   any other error            500 and the error's message; the log gets a line with that message
///
/// The errors are the store's: an Errc::canceled of its own is any other error while the client is
/// there. What stands further up goes before what stands below. Each answer's body is written in
/// one go. Store and log must live for as long as the handler is used.
http::Handler server(Store& store, Log& log);
