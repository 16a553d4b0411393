#include "support/laws/backend.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/points/turns.h"
#include "support/shown.h"

namespace stage::laws {

Backend::~Backend() {
  if (inside() > 0) {
    ADD_FAILURE() << "The server is gone, and so is its store, but a thread of it is still in "
                     "there. Whoever starts a thread has to wait for it.";
  }
}

Answer Backend::fetch(const std::string& place) { return fetch(context::background(), place); }

Answer Backend::fetch(const context::Context& ctx, const std::string& place) {
  Call& call = begin(ctx, place);
  listen(call, ctx);
  const bool answered = quick_ || world_.wait_for(event(place, call.who), call.end.get_token());
  Answer answer = answer_for(call.who, place);
  if (!stubborn_ && ctx.err()) {
    answer = std::unexpected(ctx.err());
  } else if (!answered) {
    answer = "half of what was wanted";
  }
  world_.story().tell(
      place, answer ? "returns " + shown(*answer) : "fails: \"" + answer.error().message() + "\"");
  const std::lock_guard lock(mutex_);
  call.over = true;
  return answer;
}

Backend::Call& Backend::begin(const context::Context& ctx, const std::string& place) {
  const std::string* const name = ctx.value<Whose>();
  const points::Undisturbed undisturbed;
  const std::lock_guard lock(mutex_);
  std::string who = visitors_.empty() ? "nobody" : visitors_.back();
  if (name != nullptr) {
    who = *name;
  } else {
    ++calls_of_nobody_;
    const auto waiting = std::ranges::find_if(visitors_, [&](const std::string& visitor) {
      return std::ranges::none_of(
          calls_, [&](const Call& call) { return call.who == visitor && call.place == place; });
    });
    if (waiting != visitors_.end()) who = *waiting;
  }
  world_.story().tell_of_many(place, "is asked for " + who);
  return calls_.emplace_back(Call{.place = place, .who = who, .end = {}});
}

void Backend::listen(Call& call, const context::Context& ctx) {
  const bool too_late = static_cast<bool>(ctx.err());
  auto hear = [this, &call, too_late] {
    {
      const std::lock_guard lock(mutex_);
      if (call.over) return;
      call.told = true;
    }
    if (stubborn_) return;
    call.end.request_stop();
    if (!too_late) hold();
  };
  const std::stop_token done = ctx.done();
  if (!done.stop_possible()) return;
  std::list<Listener> listener;
  listener.emplace_back(done, std::move(hear));  // may run at once: not under the lock
  const std::lock_guard lock(mutex_);
  listeners_.splice(listeners_.end(), listener);
}

void Backend::cancel() {
  std::vector<Call*> inside;
  {
    const points::Undisturbed undisturbed;
    const std::lock_guard lock(mutex_);
    for (Call& call : calls_) {
      if (!call.over) inside.push_back(&call);
    }
    world_.story().tell("the store", "is told to cancel",
                        inside.empty() ? "but it isn't fetching" : "");
    ++told_;
    if (!inside.empty()) ++told_in_time_;
  }
  if (!obedient_) return;
  for (Call* const call : inside) call->end.request_stop();
  hold();
}

void Backend::hold() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(holding_, false)) return;
  }
  world_.wait_for("the news has been told");
}

void Backend::answers(const std::string& who, Answer answer, const std::string& place) {
  const std::lock_guard lock(mutex_);
  answers_.insert_or_assign({who, place}, std::move(answer));
}

Answer Backend::answer_for(const std::string& who, const std::string& place) const {
  const std::lock_guard lock(mutex_);
  for (const std::string& where : {place, std::string()}) {
    if (const auto set = answers_.find({who, where}); set != answers_.end()) return set->second;
  }
  const std::string text = "what " + who + " wanted";
  return place == the_store ? text : text + " of " + place + "; ";
}

void Backend::is_asked_by(const std::string& who) {
  const std::lock_guard lock(mutex_);
  visitors_.push_back(who);
}

void Backend::is_asked_no_more_by(const std::string& who) {
  const std::lock_guard lock(mutex_);
  std::erase(visitors_, who);
}

std::vector<std::string> Backend::at_work_for(const std::string& who) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> places;
  for (const Call& call : calls_) {
    if (call.who == who && !call.over) places.push_back(call.place);
  }
  std::ranges::sort(places);  // threads may have come here in any order
  return places;
}

template <class Predicate>
int Backend::count(Predicate predicate) const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(std::ranges::count_if(calls_, predicate));
}

int Backend::calls(const std::string& who, const std::string& place) const {
  return count(
      [&](const Call& call) { return call.who == who && (place.empty() || call.place == place); });
}

int Backend::calls_of_nobody() const {
  const std::lock_guard lock(mutex_);
  return calls_of_nobody_;
}

int Backend::inside() const {
  return count([](const Call& call) { return !call.over; });
}

int Backend::contexts_ended(const std::string& who) const {
  return count([&](const Call& call) { return call.who == who && call.told; });
}

int Backend::told() const {
  const std::lock_guard lock(mutex_);
  return told_;
}

int Backend::told_in_time() const {
  const std::lock_guard lock(mutex_);
  return told_in_time_;
}

}  // namespace stage::laws
