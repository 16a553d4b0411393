#pragma once
#include "store.h"

#include <string>
#include <utility>

#include <gmock/gmock.h>

#include "support/points/turns.h"
#include "support/world.h"

namespace stage {

/// A spy of the step's own Store, for stores that are cancelled by a method. Each fetch() takes
/// until the event "the fetch returns". Thread-safe.
class SpyStore : public Store {
 public:
  SpyStore(World& world, std::string data) : world_(world), data_(std::move(data)) {
    ON_CALL(*this, fetch).WillByDefault([this] { return take_time(); });
    ON_CALL(*this, cancel).WillByDefault([this] { remember(); });
  }

  MOCK_METHOD(std::string, fetch, (), (override));
  MOCK_METHOD(void, cancel, (), (override));

  void assert_told() const {
    const std::lock_guard lock(mutex_);
    if (told_ == 0) {
      ADD_FAILURE() << "The client gave up during the fetch, and nobody told the store: "
                       "store.cancel() was never called.";
    }
  }

  void assert_told_during_the_fetch() const {
    const std::lock_guard lock(mutex_);
    if (told_ == 0) {
      ADD_FAILURE()
          << "The client gave up, and at that moment, with the fetch under way, nobody told "
             "the store: store.cancel() was never called, or is called only later.";
    }
    if (told_ > 1)
      ADD_FAILURE() << "The store was told to cancel " << told_ << " times; once will do.";
    if (told_ > 0 && told_in_time_ == 0) {
      ADD_FAILURE() << "The store was told to cancel when no fetch was running: too early or too "
                       "late to be of any use.";
    }
  }

  void assert_never_told() const {
    const std::lock_guard lock(mutex_);
    if (told_ > 0) {
      ADD_FAILURE()
          << "Nobody gave up during the fetch, and yet the store was told to cancel: "
             "call store.cancel() when request.context() ends while the fetch runs, and only "
             "then.";
    }
  }

  void assert_fetched(int times) const {
    const std::lock_guard lock(mutex_);
    if (fetches_ != times) {
      ADD_FAILURE() << "store.fetch() was called " << fetches_
                    << (fetches_ == 1 ? " time" : " times") << ", and it should be " << times << "."
                    << (times == 0 ? " Ask request.context() before you fetch." : "");
    }
  }

 private:
  std::string take_time() {
    world_.tell("calls store.fetch()");
    {
      const std::lock_guard lock(mutex_);
      ++fetches_;
      ++fetching_;
    }
    world_.wait_for("the fetch returns");
    world_.story().tell("store", "returns \"" + data_ + "\"");
    const std::lock_guard lock(mutex_);
    --fetching_;
    return data_;
  }

  void remember() {
    const points::Undisturbed undisturbed;
    const std::lock_guard lock(mutex_);
    world_.story().tell("store", "is told to cancel", fetching_ > 0 ? "" : "but it isn't fetching");
    ++told_;
    if (fetching_ > 0) ++told_in_time_;
  }

  World& world_;
  const std::string data_;
  mutable std::mutex mutex_;
  int fetches_ = 0;
  int fetching_ = 0;
  int told_ = 0;
  int told_in_time_ = 0;
};

}  // namespace stage
