#pragma once
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <gtest/gtest.h>

#include "context/context.h"
#include "support/points/turns.h"
#include "support/world.h"

namespace stage {

/// A value that a test may put into a request's context: by it a spy recognizes that context, and
/// whatever is derived from it.
struct Mark {
  using value_type = std::shared_ptr<const std::string>;
};

/// What the spies of stores that are given a context have in common. Each fetch takes until the
/// event "the fetch returns", but not for longer than its context lasts: then it returns at once
/// with the context's error. Keeps no context. Thread-safe.
class ContextSpy {
 public:
  using Answer = std::expected<std::string, std::error_code>;

  ContextSpy(World& world, Answer answer) : world_(world), answer_(std::move(answer)) {}

  /// A fetch whose context ends comes back with this error, and not with the context's. For the
  /// test's thread, before the first fetch.
  void fails_when_cancelled(std::error_code error) { failure_ = error; }

  /// That the context of a fetch has ended while it ran.
  void assert_its_context_ended() const {
    const std::lock_guard lock(mutex_);
    assert_called();
    if (fetches_ > 0 && given_up_ == 0) {
      ADD_FAILURE() << "The client gave up during the fetch, and the context that store.fetch() "
                       "was given knows nothing of it. Pass on the request's own: "
                       "request.context().";
    }
  }

  /// That each fetch was given a context with a Mark.
  void assert_its_context_was_marked() const {
    const std::lock_guard lock(mutex_);
    assert_called();
    if (marked_ < fetches_) {
      ADD_FAILURE() << "The context that store.fetch() was given lacks what the request's context "
                       "carries, so it is neither that one nor derived from it. Pass on the "
                       "request's own: request.context().";
    }
  }

  void assert_fetched(int times) const {
    const std::lock_guard lock(mutex_);
    if (fetches_ != times) {
      ADD_FAILURE() << "Calls of store.fetch(): " << fetches_ << ". There should be " << times
                    << ".";
    }
  }

 protected:
  /// The body of a fetch. `call` is told in the story.
  Answer take_time(const context::Context& ctx, const std::string& call = "store.fetch()") {
    world_.tell("calls " + call);
    {
      const std::lock_guard lock(mutex_);
      ++fetches_;
      if (ctx.value<Mark>() != nullptr) ++marked_;
    }
    const bool happened = world_.wait_for("the fetch returns", ctx.done());
    if (ctx.err()) {
      const points::Undisturbed undisturbed;
      const std::lock_guard lock(mutex_);
      ++given_up_;
      const std::error_code error = failure_.value_or(ctx.err());
      world_.story().tell("store", "gives up: \"" + error.message() + "\"");
      return std::unexpected(error);
    }
    if (!happened) ADD_FAILURE() << "The context's token has stopped, but its err() is empty.";
    world_.story().tell("store", answer_ ? "returns \"" + *answer_ + "\""
                                         : "fails: \"" + answer_.error().message() + "\"");
    return answer_;
  }

 private:
  /// For those who have locked.
  void assert_called() const {
    if (fetches_ == 0) {
      ADD_FAILURE() << "store.fetch() was never called. Call it, with the request's context "
                       "or one derived from it.";
    }
  }

  World& world_;
  const Answer answer_;
  std::optional<std::error_code> failure_;
  mutable std::mutex mutex_;
  int fetches_ = 0;
  int marked_ = 0;
  int given_up_ = 0;
};

}  // namespace stage
