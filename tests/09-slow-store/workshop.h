#pragma once
/// What this step's laws are played with.
#include "store.h"

#include <functional>
#include <mutex>
#include <string>
#include <utility>

#include "context/manual_clock.h"
#include "support/laws/scene.h"
#include "support/laws/subject.h"
#include "support/stage.h"

/// A handler that shows whatever the store returns, but for ctx.err(): nobody reads that any more.
inline http::Handler that_shows(Store& store) {
  return [&store](http::ResponseWriter& response, const http::Request& request) {
    const auto data = store.fetch(request.context());
    if (data) return response.write(*data);
    if (request.context().err() && data.error() == request.context().err()) return;
    response.write_header(http::Status::internal_server_error);
    response.write(data.error().category().name() + (": " + data.error().message()));
  };
}

/// A store of one character that takes no time to build, while to be told of it does.
inline stage::laws::Subject subject() {
  return {.serve =
              [](stage::World& world, stage::laws::Backend& backend) {
                const auto built = [&backend](char) { (void)backend.fetch(); };
                return that_shows(world.make<SlowStore>("x", context::Clock::duration(), built));
              },
          .told = stage::laws::Told::never,
          .stubborn = true,
          .outcome = [](const stage::laws::Backend&,
                        const std::string&) { return stage::laws::ok("x"); }};
}

/// A store of `data`, what it has built, and the clock by which its clients live.
class Workshop {
 public:
  Workshop(stage::laws::Scene& scene, std::string data, context::Clock::duration tick)
      : scene_(scene), store_(std::move(data), tick, [this](char character) { told(character); }) {}

  /// What else happens when it is told of `character`.
  void when(char character, std::function<void()> then) {
    wanted_ = character;
    then_ = std::move(then);
  }

  void asks(stage::laws::Visitor& visitor) { visitor.asks(handler_); }
  [[nodiscard]] const http::Handler& handler() const { return handler_; }

  void passes(context::Clock::duration time) { stage::laws::passes(scene_, clock, time); }

  void expect_built(const std::string& text) const {
    if (scene_.world().stuck()) return;
    const std::lock_guard lock(mutex_);
    EXPECT_EQ(built_, text) << "That is what built() should have been told of by now.";
  }

  context::testing::ManualClock clock;

 private:
  void told(char character) {
    scene_.world().tell(std::string("builds '") + character + "'");
    {
      const std::lock_guard lock(mutex_);
      built_ += character;
    }
    if (character == wanted_ && then_) then_();
  }

  stage::laws::Scene& scene_;
  SlowStore store_;
  http::Handler handler_ = that_shows(store_);
  char wanted_ = 0;
  std::function<void()> then_;
  mutable std::mutex mutex_;
  std::string built_;
};
