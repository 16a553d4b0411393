#include "support/explore.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "support/actor.h"
#include "support/leftover.h"
#include "support/points/budget.h"
#include "support/points/place.h"
#include "support/points/turns.h"
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

/// " at server.cpp:31", or "" if nobody knows where.
std::string at(std::span<const void* const> stack) {
  const std::string place = points::place_of(stack);
  return place.empty() ? "" : " at " + place;
}

void add_to(std::vector<Story::Line>& lines, std::string_view line, const std::string& more) {
  const auto found = std::ranges::find(lines, line, &Story::Line::what);
  if (found != lines.end()) found->what += more;
}

/// What a thread that was held has been told of it, with the place.
void say_where_held(std::vector<Story::Line>& lines, const points::Outcome& outcome,
                    const points::Hold& hold) {
  add_to(lines, World::is_held, at(outcome.stack) + ", " + std::string(words_for(hold.deed)));
}

void fail_if_freed_was_touched(std::vector<Story::Line>& lines, const points::Outcome& outcome) {
  if (!outcome.touch) return;
  const std::string where = at(outcome.touch->touched_at);
  const std::string freed_where = at(outcome.touch->freed_at);
  ADD_FAILURE() << "The " << outcome.touch->who << " touches memory" << where
                << " that has been freed" << freed_where
                << ". What threads share must outlive the last of them: let each have a share of "
                   "it, as a std::shared_ptr, or join them before it goes.";
  add_to(lines, World::touches_what_was_freed, where);
}

void walk_once(const std::function<void(World&)>& scene, Walk& walk, WalkResult& result,
               const std::optional<points::Hold>& hold, bool backwards) {
  auto world = std::make_unique<World>(walk);
  points::begin(hold, backwards, &world->teller_of_holds());
  call("scene", [&] { scene(*world); });
  world->run();
  if (world->stuck()) {
    result.lines = world->story().lines();
    result.trouble = world->trouble();
    result.runs_on = world->runs_on();
    abandon(std::move(world));
    return;
  }
  points::event_happens(false);
  // The objects' ends may block as well, so they end in a thread that settle() can see.
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  std::thread end([&world = *world, ended] {
    become_actor("end of scene");
    world.end();
    *ended = true;
  });
  const auto trouble = settle();
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

/// Plays the scene in the order of `walk`.
std::unique_ptr<WalkResult> play(const std::function<void(World&)>& scene, Walk& walk,
                                 const std::optional<points::Hold>& hold, bool backwards,
                                 points::Outcome& outcome) {
  auto result = std::make_unique<WalkResult>();
  {
    const testing::ScopedFakeTestPartResultReporter reporter(
        testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &result->parts);
    walk.fails_in(result->parts);
    walk_once(scene, walk, *result, hold, backwards);
    outcome = points::end();
    fail_if_freed_was_touched(result->lines, outcome);
  }
  result->order = walk.order();
  return result;
}

/// Plays the order that was just played once more for each hold that could matter. The first that
/// fails, if any does.
std::unique_ptr<WalkResult> play_with_holds(const std::function<void(World&)>& scene,
                                            const Walk& walk, const points::Record& record,
                                            bool backwards, points::Budget& budget) {
  if (record.too_many) {
    std::printf("[   NOTE   ] More than %zu points in one walk: only its events are walked.\n",
                points::most_points);
  }
  if (record.threads > points::most_threads) return nullptr;
  for (const points::Hold& hold : points::holds_worth_trying(record, walk.holds_over_events())) {
    if (!budget.allows(hold)) continue;
    Walk again = walk.repeated();
    points::Outcome outcome;
    auto result = play(scene, again, hold, backwards, outcome);
    if (!outcome.held || again.strayed() || result->failures().empty()) continue;
    say_where_held(result->lines, outcome, hold);
    result->held = true;
    return result;
  }
  return nullptr;
}

/// The same, where of those who may run at once the youngest is always the first: who came last in
/// the other walks comes first, and can be held.
std::unique_ptr<WalkResult> play_backwards(const std::function<void(World&)>& scene,
                                           const Walk& walk, points::Budget& budget) {
  Walk again = walk.repeated();
  points::Outcome outcome;
  auto result = play(scene, again, std::nullopt, true, outcome);
  if (again.strayed()) return nullptr;
  if (!result->failures().empty()) return result;
  return play_with_holds(scene, walk, outcome.record, true, budget);
}

}  // namespace

void explore(const std::function<void(World&)>& scene, std::source_location where) {
  Walk walk;
  std::unique_ptr<WalkResult> first;
  Orders orders;
  points::Budget budget;
  bool go_on = true;
  while (go_on) {
    points::Outcome outcome;
    auto result = play(scene, walk, std::nullopt, false, outcome);
    result->number = ++orders.played;
    write_down(*result);
    bool runs_on = result->runs_on;  // and would disturb the next walk
    if (!result->failures().empty()) {
      ++orders.failed;
      if (!first) first = std::move(result);
    } else if (!first) {
      first = play_with_holds(scene, walk, outcome.record, false, budget);
      if (!first && budget.is_unlimited()) first = play_backwards(scene, walk, budget);
      if (first) {
        ++orders.failed;
        first->number = orders.played;
        runs_on = first->runs_on;
        write_down(*first);
      }
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
