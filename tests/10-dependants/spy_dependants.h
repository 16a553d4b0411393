#pragma once
#include <atomic>
#include <expected>
#include <ostream>
#include <stop_token>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <gmock/gmock.h>

#include "dependants.h"
#include "support/points/turns.h"
#include "support/world.h"

using Answer = std::expected<std::string, std::error_code>;

inline Answer failure(std::errc error) { return std::unexpected(std::make_error_code(error)); }

inline std::string text(const Answer& answer) {
  return answer ? "has \"" + *answer + "\"" : "fails: " + answer.error().message();
}

/// How gmock's messages show an answer.
template <>
class testing::internal::UniversalPrinter<Answer> {
 public:
  // NOLINTNEXTLINE(readability-identifier-naming): googletest's name
  static void Print(const Answer& answer, std::ostream* out) { *out << text(answer); }
};

/// What each request of these tests carries in its context.
struct RequestId {
  using value_type = std::string;
};

/// What the two spies share: each call takes until its event happens, or until the context that
/// came along ends. Thread-safe.
class SlowDependant {
 public:
  SlowDependant(stage::World& world, std::string name) : world_(world), name_(std::move(name)) {}

  /// From now on it goes on working when its context has ended, as too many do.
  void ignore_the_context() { ignores_ = true; }

  /// The client has just given up: from now on it must not work, nor be asked to.
  void assert_left_in_peace() {
    given_up_ = true;
    if (!working_) return;
    tell("works on", "the context that it was given has not ended");
    ADD_FAILURE() << "The client has given up, and the " << name_ << " works on, because nobody "
                  << "has told it: it was given some other context. Pass it the ctx that you got.";
  }

  /// Every context that came along was the request's own or derived from it.
  void assert_given_the_requests_own() const {
    if (stranger_.empty()) return;
    ADD_FAILURE() << "The " << name_ << " was given the context " << stranger_ << ", which is not "
                  << "derived from the request's: the request's id is not in it, nor its deadline. "
                  << "Pass the ctx that you got.";
  }

 protected:
  /// Works until `event` happens, or until ctx has ended; says whether it was the event.
  bool work(const context::Context& ctx, const std::string& call, const std::string& event) {
    world_.tell("calls " + call, ctx.err() ? "the context has ended" : "");
    assert_wanted(ctx);
    if (ctx.value<RequestId>() == nullptr) stranger_ = testing::PrintToString(ctx);
    const bool done = wait_for(event, ignores_ ? std::stop_token() : ctx.done());
    if (!done) tell("stops", "its context told it to");
    return done;
  }

  void tell_result(const context::Context& ctx, const std::string& what) const {
    const bool late = ignores_ && ctx.err();
    tell(what, late ? "too late: it ignores its context" : "");
  }

 private:
  void tell(std::string_view what, std::string_view remark) const {
    world_.story().tell(name_, what, remark);
  }

  void assert_wanted(const context::Context& ctx) {
    if ((!ctx.err() && !given_up_) || stage::points::this_thread_was_overtaken()) return;
    ADD_FAILURE() << "The " << name_ << " is asked although "
                  << (given_up_ ? "the client has given up" : "the context has ended")
                  << ". Look at ctx.err() before you turn to the next dependant.";
  }

  bool wait_for(const std::string& event, const std::stop_token& given_up) {
    working_ = true;
    const bool happened = world_.wait_for(event, given_up);
    working_ = false;
    return happened;
  }

  stage::World& world_;
  const std::string name_;
  bool ignores_ = false;
  std::string stranger_;
  std::atomic<bool> working_ = false;
  std::atomic<bool> given_up_ = false;
};

/// A slow cache.
class SpyCache : public Cache, public SlowDependant {
 public:
  SpyCache(stage::World& world, Answer answer) : SlowDependant(world, "cache") {
    ON_CALL(*this, get).WillByDefault([this, answer](const context::Context& ctx) {
      if (!work(ctx, "cache.get()", "the cache answers")) {
        return failure(std::errc::connection_aborted);
      }
      tell_result(ctx, text(answer));
      return answer;
    });
    ON_CALL(*this, put).WillByDefault([this](const context::Context& ctx, const std::string& data) {
      if (work(ctx, "cache.put()", "the cache has put it away")) {
        tell_result(ctx, "keeps \"" + data + "\"");
      }
    });
  }

  MOCK_METHOD(Answer, get, (context::Context), (override));
  MOCK_METHOD(void, put, (context::Context, std::string), (override));
};

/// A slow database.
class SpyDatabase : public Database, public SlowDependant {
 public:
  SpyDatabase(stage::World& world, Answer answer) : SlowDependant(world, "database") {
    ON_CALL(*this, query).WillByDefault([this, answer](const context::Context& ctx) {
      if (!work(ctx, "database.query()", "the database answers")) {
        return failure(std::errc::interrupted);
      }
      tell_result(ctx, text(answer));
      return answer;
    });
  }

  MOCK_METHOD(Answer, query, (context::Context), (override));
};
