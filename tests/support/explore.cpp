#include "support/explore.h"

#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "support/actor.h"
#include "support/leftover.h"
#include "support/settle.h"
#include "support/walk.h"
#include "support/walk_report.h"
#include "support/written_story.h"

namespace stage {
namespace {

constexpr int most_orders = 10'000;
constexpr int most_after_a_failure = 200;  // these are only counted

/// The worlds of hanging scenes: their threads may still use them.
std::vector<std::unique_ptr<World>>& abandoned_worlds() {
  static auto* worlds = new std::vector<std::unique_ptr<World>>;
  return *worlds;
}

/// Keeps for ever a world that some thread may still use, and goes on without its threads.
void abandon(std::unique_ptr<World> world) {
  abandon_present_threads();
  abandoned_worlds().push_back(std::move(world));
}

void walk_once(const std::function<void(World&)>& scene, Walk& walk, WalkResult& result) {
  auto world = std::make_unique<World>(walk);
  call("scene", [&] { scene(*world); });
  world->run();
  if (world->stuck()) {
    result.story = world->story().text();
    result.lines = world->story().lines();
    result.trouble = world->trouble();
    result.runs_on = world->runs_on();
    abandon(std::move(world));
    return;
  }
  // The objects' ends may block as well, so they end in a thread that settle() can see.
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  std::thread end([&world = *world, ended] {
    become_actor("end of scene");
    world.end();
    *ended = true;
  });
  const auto trouble = settle();
  result.story = world->story().text();
  result.lines = world->story().lines();
  if (trouble || !*ended) {
    ADD_FAILURE() << trouble.value_or(
        "The scene is over, but its end hangs: something that is being destroyed waits for a "
        "thread that never ends. Tell that thread to end before you join it.");
    result.runs_on = trouble.has_value();
    end.detach();
    abandon(std::move(world));
    return;
  }
  end.join();
  world.reset();
  expect_no_thread_left();
}

}  // namespace

void explore(const std::function<void(World&)>& scene, std::source_location where) {
  Walk walk;
  std::unique_ptr<WalkResult> first;
  Orders orders;
  bool go_on = true;
  while (go_on) {
    auto result = std::make_unique<WalkResult>();
    {
      const testing::ScopedFakeTestPartResultReporter reporter(
          testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &result->parts);
      walk_once(scene, walk, *result);
    }
    result->order = walk.order();
    result->number = ++orders.played;
    write_down(*result);
    const bool runs_on = result->runs_on;  // and would disturb the next walk
    if (!result->failures().empty()) {
      ++orders.failed;
      if (!first) first = std::move(result);
    }
    const int most = first ? first->number + most_after_a_failure : most_orders;
    orders.all = orders.played < most;
    go_on = orders.all && !walk.went_astray() && !runs_on && walk.next();
  }

  if (first) report(*first, orders, where);
  if (walk.went_astray()) {
    ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
        << "The scene did not repeat itself: replaying the same events led to other ones. "
           "Something in it depends on chance or on which thread is faster. Make what it keeps "
           "anew for each order, with world.make(), and let its threads wait for events.";
  }
  if (!first && !orders.all) {
    ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
        << "More than " << most_orders << " orders: the scene has too many events. Make some of "
        << "them happen with let(), or take several scenes.";
  }
}

}  // namespace stage
