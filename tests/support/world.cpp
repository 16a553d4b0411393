#include "support/world.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <set>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support/leftover.h"
#include "support/walk.h"

namespace stage {
namespace {

constexpr int most_orders = 10'000;
constexpr int most_events = 100;

thread_local bool is_actor = false;

pid_t id_of_this_thread() { return static_cast<pid_t>(syscall(SYS_gettid)); }

/// Threads that a scene's code started itself bear the name of the actor that started them.
std::string teller() {
  if (id_of_this_thread() == getpid()) return "the test";
  return name_of_this_thread() + (is_actor ? "" : "'s thread");
}

constexpr auto catch_it =
    "\nNo exception may leave it: catch it inside, where something can be done about it.";

/// Calls `body`; an exception is a failure of `who` and no more.
void call(std::string_view who, const std::function<void()>& body) {
  try {
    body();
  } catch (const std::exception& error) {
    ADD_FAILURE() << "The " << who << " threw: " << error.what() << catch_it;
  } catch (...) {
    ADD_FAILURE() << "The " << who << " threw something that is no std::exception." << catch_it;
  }
}

}  // namespace

World::World(Walk& walk) : walk_(walk) {}

World::~World() { end(); }

void World::end() {
  while (!objects_.empty()) objects_.pop_back();
  for (const auto& actor : actors_) {
    if (actor->thread.joinable()) actor->thread.join();
  }
}

void World::start(const std::string& name, std::function<void()> body) {
  if (stuck()) return;
  auto owned = std::make_unique<Actor>();
  Actor& actor = *owned;
  actor.name = name;
  {
    const std::lock_guard lock(mutex_);
    actors_.push_back(std::move(owned));
  }
  actor.thread = std::thread([this, &actor, body = std::move(body)]() mutable {
    is_actor = true;
    name_this_thread(actor.name);
    call(actor.name, body);
    body = nullptr;
    const std::lock_guard lock(mutex_);
    actor.finished = true;
  });
  rest();
}

bool World::finished(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::all_of(
      actors_, [&](const auto& actor) { return actor->name != name || actor->finished; });
}

void World::may_happen(const std::string& event, const std::string& actor,
                       std::function<void()> action) {
  const std::lock_guard lock(mutex_);
  events_.push_back({.name = event, .happen = [this, actor, action = std::move(action)] {
                       start(actor, action);
                     }});
}

void World::wait_for(const std::string& event) {
  static_cast<void>(wait_for(event, std::stop_token()));  // nobody gives up
}

bool World::wait_for(const std::string& event, const std::stop_token& given_up) {
  Gate gate;
  bool withdrawn = false;  // read once the gate is open
  const pid_t self = id_of_this_thread();
  {
    const std::lock_guard lock(mutex_);
    events_.push_back({.name = event, .happen = [&gate] { gate.open(); }, .waiting_thread = self});
  }
  const std::stop_callback withdraw(given_up, [&] {
    {
      const std::lock_guard lock(mutex_);
      const auto mine = std::ranges::find(events_, self, &Event::waiting_thread);
      if (mine == events_.end()) return;  // it is about to happen
      events_.erase(mine);
      withdrawn = true;
    }
    gate.open();
  });
  gate.wait();
  return !withdrawn;
}

void World::let(const std::string& event) {
  if (stuck()) return;
  walk_.note(event);
  happen({event});
}

void World::let_both(const std::string& one, const std::string& other) {
  if (stuck()) return;
  walk_.note(one + " and " + other + " at once");
  happen({one, other});
}

void World::run() {
  while (!stuck()) {
    std::vector<std::string> names = possible();
    if (names.empty()) break;
    std::vector<std::vector<std::string>> groups;
    std::vector<std::string> labels = names;
    for (const std::string& name : names) groups.push_back({name});
    for (std::size_t i = 0; ties_ && i < names.size(); ++i) {
      for (std::size_t j = i + 1; j < names.size(); ++j) {
        groups.push_back({names[i], names[j]});
        labels.push_back(names[i] + " and " + names[j] + " at once");
      }
    }
    happen(groups[walk_.choose(labels)]);
  }
  finish();
}

void World::tell(std::string_view what, std::string_view remark) {
  story_.tell(teller(), what, remark);
}

std::vector<std::string> World::possible() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const Event& event : events_) names.push_back(event.name);
  std::ranges::sort(names);  // threads may have come here in any order
  const auto [first_twin, end] = std::ranges::unique(names);
  names.erase(first_twin, end);
  return names;
}

World::Event World::take(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(events_, name, &Event::name);
  if (found == events_.end()) {
    return {.name = name, .happen = [name] {
              ADD_FAILURE() << "It can't happen now that " << name
                            << ": nobody has come to the place where it could. Lead somebody "
                               "there first, and let it happen only once.";
            }};
  }
  Event event = std::move(*found);
  events_.erase(found);
  return event;
}

void World::happen(const std::vector<std::string>& names) {
  if (++happened_ > most_events) {
    lose(Trouble::runs_on, "The scene goes on and on: " + std::to_string(most_events) +
                               " events have happened, and there is always one more. Let what is "
                               "repeated come to an end.");
    return;
  }
  std::vector<Event> events;
  for (const std::string& name : names) events.push_back(take(name));
  std::optional<Freeze> freeze;
  if (events.size() > 1) {
    std::vector<OtherThread> bystanders = other_threads();
    std::erase_if(bystanders, [&](const OtherThread& thread) {
      return std::ranges::find(events, thread.id, &Event::waiting_thread) != events.end();
    });
    freeze.emplace(bystanders);
    rest();
  }
  for (const Event& event : events) {
    event.happen();
    rest();
  }
  freeze.reset();
  rest();
}

void World::rest() {
  if (stuck()) return;
  if (const auto trouble = settle()) lose(Trouble::runs_on, *trouble);
  // What the actors did before they ended or came to wait for an event is seen from here on: each
  // has released this mutex since. That a thread sleeps does not say so to the memory model.
  const std::lock_guard lock(mutex_);
}

void World::finish() {
  if (stuck()) return;
  std::set<std::string> names;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& actor : actors_) {
      if (!actor->finished) names.insert(actor->name);
    }
  }
  for (const std::string& name : names) {
    story_.tell(name, "never comes to its end", "it waits for what will not happen");
    lose(Trouble::hangs, "The " + name +
                             " hangs: every thread is blocked, and no event is left that could "
                             "wake one. Let it be woken by what it waits for, and by the end of "
                             "its context.");
  }
}

void World::lose(Trouble trouble, const std::string& message) {
  ADD_FAILURE() << message;
  trouble_message_ = message;
  trouble_ = trouble;
}

namespace {

/// The worlds of hanging scenes: their threads may still use them.
std::vector<std::unique_ptr<World>>& lost_worlds() {
  static auto* worlds = new std::vector<std::unique_ptr<World>>;
  return *worlds;
}

/// What ADD_FAILURE() says of itself; it will say so again when the failure is passed on.
constexpr std::string_view generic = "Failed\n";

/// One walk that failed, or didn't.
struct Result {
  testing::TestPartResultArray parts;
  std::string order;
  std::string story;
  std::string trouble;
  bool runs_on = false;
  int number = 0;

  /// The failures, but for those that come of looking at a world that was stuck already.
  [[nodiscard]] std::vector<const testing::TestPartResult*> failures() const {
    std::vector<const testing::TestPartResult*> found;
    for (int i = 0; i < parts.size(); ++i) {
      const testing::TestPartResult& part = parts.GetTestPartResult(i);
      if (part.passed()) continue;  // SUCCEED() leaves a part as well
      found.push_back(&part);
      if (!trouble.empty() && std::string_view(part.message()).ends_with(trouble)) break;
    }
    return found;
  }
};

/// Gives up a world that some thread may still use.
void lose(std::unique_ptr<World> world) {
  lose_present_threads();
  lost_worlds().push_back(std::move(world));
}

void walk_once(const std::function<void(World&)>& scene, Walk& walk, Result& result) {
  auto world = std::make_unique<World>(walk);
  call("scene", [&] { scene(*world); });
  world->run();
  if (world->stuck()) {
    result.story = world->story().text();
    result.trouble = world->trouble();
    result.runs_on = world->runs_on();
    lose(std::move(world));
    return;
  }
  // The objects' ends may block as well, so they end in a thread that settle() can see.
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  std::thread end([&world = *world, ended] {
    is_actor = true;
    name_this_thread("end of scene");
    world.end();
    *ended = true;
  });
  const auto trouble = settle();
  result.story = world->story().text();
  if (trouble || !*ended) {
    ADD_FAILURE() << trouble.value_or(
        "The scene is over, but its end hangs: something that is being destroyed waits for a "
        "thread that never ends. Tell that thread to end before you join it.");
    result.runs_on = trouble.has_value();
    end.detach();
    lose(std::move(world));
    return;
  }
  end.join();
  world.reset();
  expect_no_thread_left();
}

/// " (order 1 of 2: a -> b)"; empty when no event had to be put in order.
std::string order_of(const Result& result, int orders) {
  if (result.order.empty() && orders == 1) return "";
  return " (order " + std::to_string(result.number) + " of " + std::to_string(orders) +
         (result.order.empty() ? ", without events)" : ": " + result.order + ")");
}

/// Passes on what was found in the first order that failed, with its story after the last word.
void report(const Result& result, int orders, int failed, const std::source_location& where) {
  const auto failures = result.failures();
  for (const testing::TestPartResult* part : failures) {
    const bool has_place = part->file_name() != nullptr && part->line_number() > 0;
    std::string_view message = part->message();
    if (message.starts_with(generic)) message.remove_prefix(generic.size());
    testing::Message text;
    text << message;
    if (part == failures.back()) {
      text << "\n\nWhat happened" << order_of(result, orders)
           << (result.order.empty() && result.story.empty() ? ": nothing.\n" : ":\n")
           << result.story;
      if (failed > 1) text << "(" << failed << " of " << orders << " orders fail.)";
    }
    ADD_FAILURE_AT(has_place ? part->file_name() : where.file_name(),
                   has_place ? part->line_number() : static_cast<int>(where.line()))
        << text;
  }
}

}  // namespace

void explore(const std::function<void(World&)>& scene, std::source_location where) {
  Walk walk;
  std::unique_ptr<Result> first;
  int orders = 0;
  int failed = 0;
  bool go_on = true;
  while (go_on) {
    auto result = std::make_unique<Result>();
    {
      const testing::ScopedFakeTestPartResultReporter reporter(
          testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &result->parts);
      walk_once(scene, walk, *result);
    }
    result->order = walk.order();
    result->number = ++orders;
    // A thread that runs on would disturb the next walk.
    go_on = !walk.went_astray() && !result->runs_on && orders < most_orders && walk.next();
    if (!result->failures().empty()) {
      ++failed;
      if (!first) first = std::move(result);
    }
  }

  if (first) report(*first, orders, failed, where);
  if (walk.went_astray()) {
    ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
        << "The scene did not repeat itself: replaying the same events led to other ones. "
           "Something in it depends on chance or on which thread is faster. Make what it keeps "
           "anew for each order, with world.make(), and let its threads wait for events.";
  }
  if (orders == most_orders) {
    ADD_FAILURE_AT(where.file_name(), static_cast<int>(where.line()))
        << "More than " << most_orders << " orders: the scene has too many events. Make some of "
        << "them happen with let(), or take several scenes.";
  }
}

}  // namespace stage
