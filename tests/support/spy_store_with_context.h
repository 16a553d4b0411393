#pragma once
#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>

#include <gmock/gmock.h>

#include "context/context.h"
#include "store.h"
#include "support/world.h"

namespace stage {

/// A spy of the step's own Store, for stores that are given a context. Each fetch() takes until the
/// event "the fetch returns", but not for longer than its context lasts: then it returns at once
/// with the context's error. It keeps no context. Thread-safe.
class SpyStore : public Store {
 public:
  using Answer = std::expected<std::string, std::error_code>;

  SpyStore(World& world, Answer answer) : world_(world), answer_(std::move(answer)) {
    ON_CALL(*this, fetch).WillByDefault([this](context::Context ctx) { return take_time(ctx); });
  }

  MOCK_METHOD(Answer, fetch, (context::Context), (override));

  /// That the context of a fetch has ended while it ran.
  void assert_its_context_ended() const {
    const std::lock_guard lock(mutex_);
    if (fetches_ > 0 && given_up_ == 0) {
      ADD_FAILURE() << "The client gave up during the fetch, and the context that store.fetch() "
                       "was given knows nothing of it. Pass on the request's own: "
                       "request.context().";
    }
    if (fetches_ == 0) ADD_FAILURE() << "store.fetch() was never called.";
  }

  void assert_fetched(int times) const {
    const std::lock_guard lock(mutex_);
    if (fetches_ != times) {
      ADD_FAILURE() << "store.fetch() was called " << fetches_ << " times, expected: " << times;
    }
  }

 private:
  Answer take_time(const context::Context& ctx) {
    world_.tell("calls store.fetch()");
    {
      const std::lock_guard lock(mutex_);
      ++fetches_;
    }
    const bool happened = world_.wait_for("the fetch returns", ctx.done());
    if (ctx.err()) {
      {
        const std::lock_guard lock(mutex_);
        ++given_up_;
      }
      world_.story().tell("store", "gives up: \"" + ctx.err().message() + "\"");
      return std::unexpected(ctx.err());
    }
    if (!happened) ADD_FAILURE() << "The context's token has stopped, and it has no error.";
    world_.story().tell("store", answer_ ? "returns \"" + *answer_ + "\""
                                         : "fails: \"" + answer_.error().message() + "\"");
    return answer_;
  }

  World& world_;
  const Answer answer_;
  mutable std::mutex mutex_;
  int fetches_ = 0;
  int given_up_ = 0;
};

}  // namespace stage
