#pragma once
#include "context/context.h"
#include "http/http.h"
#include "serve/journal.h"

namespace serve {

/// What ./kata serve answers.
///
///   /        what a slow store builds, a character a tick      ?text=hello&tick=100 (milliseconds)
///   /first   the first answer of three replicas of that store  the same
///   /rows    prime numbers, as SQLite computes them            ?from=1000&rows=10
///   /trace   whose request it is, and how much time is left    ?next=http://127.0.0.1:8081/ asks
///   on /ui      a page to watch it on, which listens to /events
///
/// All of it is written down in `journal`, which must outlive the handler. Once `closing` has
/// ended, nobody listens to /events any more: these would never end by themselves.
http::Handler site(Journal& journal, const context::Context& closing);

}  // namespace serve
