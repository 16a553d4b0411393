#pragma once
#include <atomic>
#include <expected>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "context/context.h"
#include "service.h"
#include "support/points/turns.h"
#include "support/world.h"

namespace stage {

/// A spy of the step's own Service, for scenes with several of them. Each fetch() takes until the
/// event "NAME answers" (or "NAME fails"), but no longer than its context lasts: then it gives up
/// at once, and returns the context's error. One fetch at a time. Thread-safe.
class SpyService : public Service {
 public:
  using Answer = std::expected<std::string, std::error_code>;

  SpyService(World& world, std::string name, Answer answer)
      : world_(world), name_(std::move(name)), answer_(std::move(answer)) {
    ON_CALL(*this, fetch).WillByDefault([this](const context::Context& ctx) {
      return take_time(ctx);
    });
  }

  MOCK_METHOD(Answer, fetch, (context::Context), (override));

  /// From now on it takes no notice of its context, and a fetch takes as long as it takes.
  void be_stubborn() { stubborn_ = true; }

  /// What a fetch ends with, unless it gives up.
  [[nodiscard]] std::string event() const { return name_ + (answer_ ? " answers" : " fails"); }

  /// Lets that happen now; a failure if nobody has asked.
  void comes_to_its_end() {
    assert_working();
    if (working_) world_.let(event());
  }

  /// The bytes of its answer, or the message of its error.
  [[nodiscard]] std::string text() const { return answer_ ? *answer_ : answer_.error().message(); }

  /// Whether a fetch has come to its answer or its error, and hasn't given up.
  [[nodiscard]] bool ended() const { return ended_at_ >= 0; }
  /// Clearly: not at once.
  [[nodiscard]] bool ended_before(const SpyService& other) const {
    return ended() && (!other.ended() || points::clearly_before(ended_at_, other.ended_at_));
  }

  void assert_asked_once() const {
    if (asked_ != 1) {
      ADD_FAILURE() << name_ << ".fetch() was called " << asked_ << " times. Ask each once.";
    }
  }

  void assert_working() const {
    if (asked_ == 0) ADD_FAILURE() << name_ << " has not been asked yet. Ask all at once.";
    if (asked_ > 0 && !working_) {
      ADD_FAILURE() << name_
                    << " works no more, and nobody had a reason to stop it. Cancel "
                       "only when its answer has become useless.";
    }
  }

  /// That it gave up because `other` came to its end.
  void assert_gave_up_after(const SpyService& other) const {
    if (!other.ended()) return;  // that has failed the test already
    assert_gave_up(other.name_ + (other.answer_ ? " has answered" : " has failed"));
  }

  /// `because` says who has made its work useless.
  void assert_gave_up(const std::string& because) const {
    if (asked_ == 0) ADD_FAILURE() << name_ << " has not even been asked. Ask all at once.";
    if (asked_ > 0 && !gave_up_) {
      ADD_FAILURE() << because << ", and " << name_
                    << " works on: the context that it was given has not ended.";
    }
  }

 private:
  Answer take_time(const context::Context& ctx) {
    world_.story().tell_of_many(name_, "is asked");
    ++asked_;
    working_ = true;
    const bool came_to_an_end = wait(ctx);
    working_ = false;
    if (!came_to_an_end) {
      gave_up_ = true;
      world_.story().tell_of_many(name_, "is told to stop, and gives up");
      return std::unexpected(ctx.err());
    }
    ended_at_ = points::moment();
    world_.story().tell(name_, answer_ ? "answers \"" + *answer_ + '"' : "fails: " + text(),
                        ctx.err() ? "though it was told to stop" : "");
    return answer_;
  }

  bool wait(const context::Context& ctx) {
    if (!stubborn_) return world_.wait_for(event(), ctx.done());
    world_.wait_for(event());
    return true;
  }

  World& world_;
  const std::string name_;
  const Answer answer_;
  std::atomic<bool> stubborn_ = false;
  std::atomic<bool> working_ = false;
  std::atomic<bool> gave_up_ = false;
  std::atomic<int> asked_ = 0;
  std::atomic<int> ended_at_ = -1;  // the moment
};

inline SpyService& answering(World& world, const std::string& name, const std::string& answer) {
  return world.make<testing::NiceMock<SpyService>>(world, name, answer);
}

inline SpyService& failing(World& world, const std::string& name, std::errc why) {
  return world.make<testing::NiceMock<SpyService>>(world, name,
                                                   std::unexpected(make_error_code(why)));
}

/// What of two may have come first, or last: both, if that was at once.
inline std::vector<std::string> possibly_first(const SpyService& one, const SpyService& other) {
  std::vector<std::string> texts;
  if (!other.ended_before(one)) texts.push_back(one.text());
  if (!one.ended_before(other)) texts.push_back(other.text());
  return texts;
}
inline std::vector<std::string> possibly_last(const SpyService& one, const SpyService& other) {
  std::vector<std::string> texts;
  if (!one.ended_before(other)) texts.push_back(one.text());
  if (!other.ended_before(one)) texts.push_back(other.text());
  return texts;
}

}  // namespace stage
