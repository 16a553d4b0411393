#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "context/context.h"
#include "support/points/turns.h"
#include "support/world.h"

/// Is told of each character that the store builds. Fails the test for one that is built when it is
/// all over. Thread-safe.
class Probe {
 public:
  explicit Probe(stage::World& world) : world_(world) {}

  /// From now on characters are built for `ctx`.
  void watch(context::Context ctx) {
    const std::lock_guard lock(mutex_);
    ctx_ = std::move(ctx);
  }

  /// Whether the one that it watches still wants it.
  [[nodiscard]] bool live() const {
    const std::lock_guard lock(mutex_);
    return !ctx_.err();
  }

  /// Keeps the store busy with this character until the event "the store goes on".
  void hold_at(char character) { hold_at_ = character; }

  void built(char character) {
    const std::string quoted = "'" + std::string(1, character) + "'";
    world_.story().tell("store", "builds " + quoted, live() ? "" : "nobody wants it any more");
    if (!live() && !stage::points::this_thread_was_overtaken()) {
      ADD_FAILURE() << "The store builds " << quoted << " although the context has ended. Ask "
                    << "before each character, after the sleep: ctx.err().";
    }
    {
      const std::lock_guard lock(mutex_);
      built_ += character;
    }
    if (character == hold_at_) world_.wait_for("the store goes on");
  }

  /// All that was built, in the order in which it was.
  [[nodiscard]] std::string text() const {
    const std::lock_guard lock(mutex_);
    return built_;
  }

 private:
  stage::World& world_;
  std::optional<char> hold_at_;
  mutable std::mutex mutex_;
  context::Context ctx_;
  std::string built_;
};
