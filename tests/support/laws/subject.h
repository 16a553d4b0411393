#pragma once
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "http/http.h"
#include "support/laws/backend.h"
#include "support/world.h"

namespace stage::laws {

/// What a client gets to see.
struct Outcome {
  std::optional<http::Status> status;  // none: the response wasn't touched
  std::string body;
};

/// Nothing at all: no header, no status, no body.
inline Outcome nothing() { return {}; }
/// A success.
inline Outcome ok(std::string body) { return {http::Status::ok, std::move(body)}; }

/// How a backend hears that a client has given up.
enum class Told {
  never,
  at_some_time,      // cancel() is called, early or late, once or more
  during_the_fetch,  // cancel() is called at once, and once
  by_the_context,    // the context of the call ends
};

/// What a step tells the laws about itself: how its handler is made, and the little in which the
/// contracts of the steps differ.
struct Subject {
  /// The step's handler, over doubles whose calls are the backend's: backend.fetch(), and so on.
  /// Doubles are made with world.make(). Called once a walk, or more often: several servers.
  std::function<http::Handler(World&, Backend&)> serve;

  Told told = Told::by_the_context;

  /// Whether the store goes on when it is told to give up, and nobody waits for it.
  bool stubborn = false;

  /// Whether it is a failure to write to a client who has given up.
  bool silent = true;

  /// Whether an answer that has begun may be written to its end, though the client gives up.
  bool finishes_what_it_writes = false;

  /// Whether a request that comes cancelled must not be asked for at the backend.
  bool refuses_the_cancelled = true;

  /// Whether the handler itself ends the contexts of calls that have become useless.
  bool ends_calls_itself = false;

  /// How many calls a request makes that is served.
  int calls = 1;

  /// What the client gets when the backend has answered `who`; what the store gave unless set.
  std::function<Outcome(const Backend&, const std::string& who)> outcome =
      [](const Backend& backend, const std::string& who) {
        return ok(backend.answer_for(who).value_or(""));
      };

  /// What the client gets when the backend fails for another reason than the end of the context.
  std::function<Outcome(std::error_code)> failure = [](std::error_code) { return nothing(); };

  /// What the client gets when the request's deadline comes while the backend works.
  Outcome late = nothing();
};

}  // namespace stage::laws
