#pragma once
#include <functional>

#include "connection.h"
#include "context/context.h"

/// Calls `work` once, on this thread, with a context derived from `parent`, which is canceled when
/// the client at the other end of `connection` hangs up, and ends for no other reason of its own.
/// Returns when `work` has, which may write to the connection and do nothing else there. Meanwhile:
///
///   the client closes           the context ends at once. Also if it is their sending side alone,
///                               a half-close: from here that looks the same
///   the connection breaks       the context ends at once, whatever the error
///   bytes arrive                they are the client's next request, and no hang-up. Whether one
///                               that comes behind them is noticed is left open
///   `parent` ends               the context ends with it
///
/// Nothing is read and nothing written: all bytes are left to whoever reads next. Nobody else's
/// context ends. Waiting takes no processor time and asks no clock. If the client has gone before,
/// or `parent` has ended, `work` is called all the same, and its context has ended or ends at once.
///
/// When it returns, the context has ended, and nobody waits at the connection any more or touches
/// it: it may be closed then, and its descriptor be another client's. So it is when `work` throws,
/// whatever that is; the caller gets to see it as it is. May be used for several connections at
/// once, and again and again for the same.
void while_connected(const context::Context& parent, Connection& connection,
                     const std::function<void(const context::Context&)>& work);
