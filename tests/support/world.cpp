#include "support/world.h"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "support/actor.h"
#include "support/os/freeze.h"
#include "support/walk.h"

namespace stage {
namespace {

constexpr int most_events = 100;

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
  if (!happening_) points::event_happens(false);
  auto owned = std::make_unique<Actor>();
  Actor& actor = *owned;
  actor.name = name;
  {
    const std::lock_guard lock(mutex_);
    actors_.push_back(std::move(owned));
  }
  actor.thread = std::thread([this, &actor, body = std::move(body)]() mutable {
    become_actor(actor.name);
    call(actor.name, body);
    body = nullptr;
    const std::lock_guard lock(mutex_);
    actor.finished = true;
  });
  settle();
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
  const os::ThreadId self = os::this_thread();
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
  if (os::on_first_thread()) give_up_waiting(event, self);
  gate.wait();
  return !withdrawn;
}

void World::give_up_waiting(const std::string& event, os::ThreadId self) {
  {
    const std::lock_guard lock(mutex_);
    if (std::erase_if(events_, [&](const Event& one) { return one.waiting_thread == self; }) == 0) {
      return;  // nobody has to wait
    }
  }
  const std::string message =
      "The test itself waits for the event \"" + event +
      "\", and so can't let it happen: what it has called, server() say, must come back first. "
      "That "
      "only makes the handler; what takes its time belongs in the handler.";
  story_.tell(teller(), "waits, and never comes back", "nothing can happen before it does");
  abandon(Trouble::hangs, message);
  throw std::runtime_error(message);  // a way out of whatever has been called
}

void World::let(const std::string& event) { let_all({event}, event); }

void World::let_both(const std::string& one, const std::string& other) {
  let_all({one, other}, one + " and " + other + " at once");
}

void World::let_all(const std::vector<std::string>& events, const std::string& label) {
  if (stuck()) return;
  if (!walk_.holds_over_events() && points::let_go()) settle();
  const auto can = possible();
  if (walk_.again() && !std::ranges::all_of(events, [&](const std::string& event) {
        return std::ranges::find(can, event) != can.end();
      })) {
    return walk_.stray();
  }
  walk_.note(label);
  happen(events, walk_.holds_over_events());
}

void World::with_holds_over_events() { walk_.hold_over_events(); }

void World::without_holds() {
  if (!actors_.empty()) {
    ADD_FAILURE() << "without_holds() comes too late: somebody plays already. Call it first.";
    return;
  }
  points::sit_out();
}

void World::run() {
  while (!stuck()) {
    std::vector<std::string> names = possible();
    if (names.empty()) {
      if (points::somebody_is_held() && walk_.has_failed()) walk_.stray();
      if (!points::let_go()) break;
      settle();
      continue;
    }
    std::vector<std::vector<std::string>> groups;
    std::vector<std::string> labels = names;
    groups.reserve(names.size());
    for (const std::string& name : names) groups.push_back({name});
    for (std::size_t i = 0; ties_ && i < names.size(); ++i) {
      for (std::size_t j = i + 1; j < names.size(); ++j) {
        groups.push_back({names[i], names[j]});
        labels.push_back(names[i] + " and " + names[j] + " at once");
      }
    }
    happen(groups[walk_.choose(labels)], walk_.holds_over_events());
  }
  finish();
}

void World::tell(std::string_view what, std::string_view remark) {
  story_.tell(teller(), what, remark);
}

std::vector<std::string> World::possible() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  names.reserve(events_.size());
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

void World::happen(const std::vector<std::string>& names, bool crossable) {
  if (++happened_ > most_events) {
    abandon(Trouble::runs_on,
            "The scene goes on and on: " + std::to_string(most_events) +
                " events have happened, and there is always one more. Let what is "
                "repeated come to an end.");
    return;
  }
  std::vector<Event> events;
  events.reserve(names.size());
  for (const std::string& name : names) events.push_back(take(name));
  if (points::somebody_is_held() && walk_.has_failed()) walk_.stray();
  points::event_happens(crossable);
  happening_ = true;
  std::optional<os::Freeze> freeze;
  if (events.size() > 1) {
    points::tie(true);
    std::vector<OtherThread> bystanders = other_threads();
    std::erase_if(bystanders, [&](const OtherThread& thread) {
      return std::ranges::find(events, thread.id, &Event::waiting_thread) != events.end();
    });
    freeze.emplace(bystanders);
    settle();
  }
  for (const Event& event : events) {
    if (event.waiting_thread != 0) points::wakes(event.waiting_thread);
    event.happen();
    settle();
  }
  freeze.reset();
  settle();
  if (events.size() > 1) {
    points::tie(false);
    settle();
  }
  happening_ = false;
}

void World::Holds::held(const std::string& who) { story.note(who, is_held); }

void World::Holds::goes_on(const std::string& who) { story.note(who, "goes on"); }

void World::Holds::touches_what_was_freed(const std::string& who) {
  story.note(who, World::touches_what_was_freed);
}

void World::settle() {
  if (stuck()) return;
  if (const auto trouble = stage::settle()) abandon(Trouble::runs_on, *trouble);
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
    abandon(Trouble::hangs, "The " + name +
                                " hangs: every thread is blocked, and no event is left that could "
                                "wake one. Let it be woken by what it waits for, and by the end of "
                                "its context.");
  }
}

void World::abandon(Trouble trouble, const std::string& message) {
  ADD_FAILURE() << message;
  trouble_message_ = message;
  trouble_ = trouble;
}

}  // namespace stage
