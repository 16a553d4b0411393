#pragma once
#include "http/http.h"
#include "store.h"

/// A handler that streams the rows which `store` has for a request. It promises:
///
/// - A request makes one query, for its own target as it stands, under its own context or one
///   derived from that. The cursor is closed when the handler returns, whatever has happened.
/// - Once it is known that there is a first row, or that there is none, the head is sent: the
///   Content-Type text/csv and then write_header(200), once.
/// - Each row is a write of its own: the row as it is, any bytes or none, and a '\n'. It is written
///   as soon as it is there, before the cursor is asked for the next. Nothing else is written.
/// - An error before the first row, of the query or of next(), is a 500 whose body is the error's
///   message(), in one write. After the first row the stream just ends: nothing is written any
///   more. Any error counts while the client is there, also one that looks as if they had gone.
/// - From the moment when request.context().err() says that the client has given up, nothing is
///   asked of store or cursor, and nothing is written: no header(), no write_header(), no write(),
///   also not a row that came with it. So it looks before each of these calls. Who waits for the
///   store then waits no longer. Whose request comes too late has no query made.
/// - Requests don't know of each other: the next is served like the first, and those that come at
///   the same time neither mix nor wait for one another.
http::Handler server(Store& store);
