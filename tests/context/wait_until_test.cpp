/// wait_until(), on the stage: in every order.

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <vector>

#include "context/manual_clock.h"
#include "context/wait.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;

struct Letterbox {
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::vector<int> letters;

  void put(int letter) {
    {
      const std::lock_guard guard(mutex);
      letters.push_back(letter);
    }
    arrived.notify_one();
  }

  std::error_code wait(const context::Context& ctx) {
    std::unique_lock lock(mutex);
    return context::wait_until(ctx, arrived, lock, [&] { return !letters.empty(); });
  }
};

TEST(WaitUntil, ends_with_what_comes_first) {
  explore([](World& world) {
    auto& box = world.make<Letterbox>();
    auto& derived = world.make<context::Derived>(context::with_cancel(context::background()));
    auto& result = world.make<std::error_code>(make_error_code(std::errc::protocol_error));
    auto& first = world.make<std::string>();
    const auto came = [&](const char* what) {
      if (first.empty()) first = what;
    };
    world.start("reader", [&] { result = box.wait(derived.ctx); });
    world.may_happen("a letter", "postman", [&] {
      came("letter");
      box.put(1);
    });
    world.may_happen("cancel", "client", [&] {
      came("cancel");
      derived.cancel();
    });

    world.run();

    EXPECT_EQ(result, first == "letter" ? std::error_code() : context::Errc::canceled);
    EXPECT_EQ(box.letters.size(), 1U);
  });
}

TEST(WaitUntil, says_that_the_context_has_ended_when_both_have_come) {
  Letterbox box;
  const auto [ctx, cancel] = context::with_cancel(context::background());
  box.put(1);
  EXPECT_FALSE(box.wait(ctx));

  cancel();

  EXPECT_EQ(box.wait(ctx), context::Errc::canceled);
  EXPECT_EQ(box.letters.size(), 1U) << "the letter is still there";
}

TEST(WaitUntil, ends_with_the_deadline_of_the_context) {
  explore([](World& world) {
    auto& clock = world.make<ManualClock>();
    auto& box = world.make<Letterbox>();
    auto& derived = world.make<context::Derived>(context::with_timeout(clock.background(), 5ms));
    auto& result = world.make<std::error_code>();
    world.start("reader", [&] { result = box.wait(derived.ctx); });

    world.start("clock", [&] { clock.advance(5ms); });

    EXPECT_EQ(result, context::Errc::deadline_exceeded);
  });
}

TEST(WaitUntil, wakes_also_when_the_canceller_holds_the_lock) {
  explore([](World& world) {
    auto& box = world.make<Letterbox>();
    auto& derived = world.make<context::Derived>(context::with_cancel(context::background()));
    auto& result = world.make<std::error_code>();
    world.start("reader", [&] { result = box.wait(derived.ctx); });

    world.start("client", [&] {
      const std::lock_guard guard(box.mutex);
      derived.cancel();
    });

    EXPECT_EQ(result, context::Errc::canceled);
  });
}

TEST(WaitUntil, of_the_background_waits_for_the_condition_alone) {
  Letterbox box;
  box.put(1);

  EXPECT_FALSE(box.wait(context::background()));
}

}  // namespace
