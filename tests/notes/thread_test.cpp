#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "support/failures.h"
#include "support/stage.h"

namespace {

TEST(Thread, of_async_is_waited_for_by_its_future) {
  explore([](World& world) {
    world.start("handler", [&] {
      [[maybe_unused]] const auto fetch =
          std::async(std::launch::async, [&] { world.wait_for("the fetch returns"); });
    });  // fetch.get() was never called

    EXPECT_FALSE(world.finished("handler"));
    world.let("the fetch returns");
    EXPECT_TRUE(world.finished("handler"));
  });
}

TEST(Thread, that_is_detached_writes_when_the_handler_has_gone) {
  const auto failures = stage::failures_of([] {
    explore([](World& world) {
      auto& client = world.make<Client>(world);
      const auto written = std::make_shared<stage::Gate>();
      client.sends_to([&world, written](auto& response, const auto& /*request*/) {
        std::thread([&world, &response, written] {
          world.wait_for("the fetch returns");
          response.write("hello");
          written->open();
        }).detach();
      });

      world.let("the fetch returns");
      written->wait();
    });
  });

  EXPECT_THAT(failures, testing::Contains(testing::HasSubstr("after the handler has returned")));
}

/// Says in `log` when it goes.
class Buffer {
 public:
  explicit Buffer(std::vector<std::string>& log) : log_(log) {}
  ~Buffer() { log_.emplace_back("the buffer goes"); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

 private:
  std::vector<std::string>& log_;
};

void work_until_stopped(const std::stop_token& stop, std::vector<std::string>& log) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait(lock, stop, [] { return false; });
  log.emplace_back("the worker ends");
}

TEST(Thread, outlives_the_members_that_are_declared_below_it) {
  struct Service {
    std::jthread worker;
    Buffer buffer;
  };
  std::vector<std::string> log;

  {
    const Service service{
        .worker = std::jthread([&](const std::stop_token& stop) { work_until_stopped(stop, log); }),
        .buffer = Buffer(log)};
  }

  EXPECT_THAT(log, testing::ElementsAre("the buffer goes", "the worker ends"));
}

TEST(Thread, without_a_token_does_not_hear_that_its_jthread_goes) {
  explore([](World& world) {
    world.start("deaf owner",
                [&] { const std::jthread worker([&] { world.wait_for("the work is done"); }); });
    world.start("owner", [&] {
      const std::jthread worker([&](const std::stop_token& stop) {
        if (!world.wait_for("the other work is done", stop)) world.tell("was told to stop");
      });
    });

    EXPECT_FALSE(world.finished("deaf owner"));
    EXPECT_TRUE(world.finished("owner"));
    world.let("the work is done");
    EXPECT_TRUE(world.finished("deaf owner"));
  });
}

TEST(Thread, below_the_cancel_func_is_joined_before_anybody_cancels) {
  explore([](World& world) {
    world.start("owner", [&] {
      const auto [ctx, cancel] = context::with_cancel(context::background());
      const std::jthread worker(
          [&, ctx] { std::ignore = world.wait_for("the work is done", ctx.done()); });
    });
    world.start("wiser owner", [&] {
      std::jthread worker;
      const auto [ctx, cancel] = context::with_cancel(context::background());
      worker = std::jthread(
          [&, ctx] { std::ignore = world.wait_for("the other work is done", ctx.done()); });
    });

    EXPECT_FALSE(world.finished("owner"));  // joins a thread that nobody has told anything
    EXPECT_TRUE(world.finished("wiser owner"));
    world.let("the work is done");
    EXPECT_TRUE(world.finished("owner"));
  });
}

}  // namespace
