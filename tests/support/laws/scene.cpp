#include "support/laws/scene.h"

#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "support/shown.h"

namespace stage::laws {

Visitor::Visitor(Scene& scene, std::string name)
    : scene_(scene), world_(scene.world()), name_(std::move(name)) {
  request_.target = "/" + name_;
  if (!scene.subject().silent) response_.forgive_late_writes();
}

void Visitor::can_not_give_up() { ctx_ = context::background(); }

void Visitor::lives_by(context::testing::ManualClock& clock) { parent_ = clock.background(); }

void Visitor::has_time(context::testing::ManualClock& clock, context::Clock::duration limit) {
  lives_by(clock);
  deadline_ = clock.now() + limit;
}

const context::Context& Visitor::ctx() {
  if (!ctx_) {
    auto [gone, cancel] = context::with_cancel(parent_);
    gone_ = gone;
    cancel_ = std::move(cancel);
    if (deadline_) {
      // A cause of its own: what is told and written is err(), whatever the cause.
      auto [limited, stop] = context::with_deadline_cause(
          gone, *deadline_, make_error_code(std::errc::stream_timeout));
      gone = limited;
      stop_timer_ = std::move(stop);
    }
    ctx_ = context::with_value<Whose>(gone, name_);
  }
  return *ctx_;
}

void Visitor::asks() {
  if (!scene_.is_over()) sends_to([&server = scene_.server()]() -> const auto& { return server; });
}

void Visitor::asks(const http::Handler& handler) {
  if (!scene_.is_over()) sends_to([handler]() -> const auto& { return handler; });
}

void Visitor::asks_and_then(const std::vector<Visitor*>& others) {
  if (scene_.is_over()) return;
  const http::Handler& server = scene_.server();
  comes();
  for (Visitor* const other : others) {
    other->comes();
    other->actor_ = actor_;
  }
  world_.start(actor(), [this, &server, others] {
    is_handled_by(server);
    for (Visitor* const other : others) other->is_handled_by(server);
  });
}

void Visitor::sends_to(std::function<const http::Handler&()> handler) {
  comes();
  world_.start(actor(), [this, handler = std::move(handler)] { is_handled_by(handler()); });
}

void Visitor::comes() {
  world_.story().tell(name_, request_.method + " " + request_.target);
  request_ = request_.with_context(ctx());
  // Who is told that it is too late is written to after the deadline.
  response_.watch(world_, scene_.subject().late.status ? gone_ : ctx());
}

void Visitor::is_handled_by(const http::Handler& handler) {
  scene_.backend().is_asked_by(name_);
  handler(response_, request_);
  response_.close();
  scene_.backend().is_asked_no_more_by(name_);
}

void Visitor::hears_from(const std::string& place) { world_.let(Backend::event(place, name_)); }

void Visitor::is_served() {
  if (!scene_.is_over() && scene_.backend().at_work_for(name_).empty()) {
    if (has_returned()) {
      scene_.fail(actor() + " has returned, and nobody was asked for what " + name_ + " wants.");
    } else if (scene_.backend().inside() > 0) {
      scene_.fail(name_ +
                  " has to wait while others are served. No request waits for another: hold "
                  "no lock while you fetch.");
    } else {
      scene_.fail(name_ + " waits, and nobody has been asked for what " + name_ + " wants.");
    }
  }
  is_done_with();
}

void Visitor::is_done_with() {
  while (!scene_.is_over()) {
    const auto places = scene_.backend().at_work_for(name_);
    if (places.empty()) return;
    hears_from(places.front());
  }
}

std::function<void()> Visitor::giving_up(std::error_code cause) {
  ctx();
  return [this, cause] {
    world_.tell("gives up: the request is cancelled");
    cancel_(cause);
  };
}

void Visitor::gives_up(std::error_code cause) {
  if (scene_.is_over()) return;
  world_.may_happen(name_ + " gives up", name_, giving_up(cause));
  world_.let(name_ + " gives up");
}

void Visitor::may_give_up() { world_.may_happen(name_ + " gives up", name_, giving_up({})); }

bool Visitor::has_returned() const { return world_.finished(actor()); }

void Visitor::expect_its_answer() {
  const Subject& subject = scene_.subject();
  const Answer answer = scene_.backend().answer_for(name_);
  expect(answer ? subject.outcome(scene_.backend(), name_) : subject.failure(answer.error()));
}

void Visitor::expect(const Outcome& wanted) {
  expect_returned("All that was asked for " + name_ + " has come");
  if (scene_.is_over()) return;
  if (!wanted.status) {
    if (response_.touched()) {
      scene_.fail("For " + name_ +
                  " nothing may be written: no header, no status, no body. The "
                  "response was touched.");
    }
    return;
  }
  // Nothing written is the status 200 and an empty body, as in net/http.
  const int status = static_cast<int>(response_.status().value_or(http::Status::ok));
  const int wanted_status = static_cast<int>(*wanted.status);
  const std::string body = response_.body();
  if (status != wanted_status) {
    scene_.fail(name_ + " got the status " + std::to_string(status) + ". It should be " +
                std::to_string(wanted_status) + ".");
  } else if (body != wanted.body) {
    scene_.fail(name_ + " got " + shown(body) + ".\nIt should be " + shown(wanted.body) + ".");
  }
}

void Visitor::expect_returned(const std::string& when) {
  if (!scene_.is_over() && !has_returned()) {
    scene_.fail(when + ", and " + actor() + " has not returned.");
  }
}

void Visitor::expect_not_returned(const std::string& though) {
  if (!scene_.is_over() && has_returned()) {
    scene_.fail(actor() + " has returned, though " + though +
                ". With its return the request is over for everybody: return last.");
  }
}

void Visitor::expect_all_its_calls() {
  const int calls = scene_.backend().calls(name_);
  const int wanted = scene_.subject().calls;
  if (!scene_.is_over() && calls != wanted) {
    scene_.fail("What is behind the handler was asked " + std::to_string(calls) +
                (calls == 1 ? " time for " : " times for ") + name_ + ". It should be " +
                std::to_string(wanted) + ".");
  }
}

void Visitor::expect_no_call() {
  if (!scene_.is_over() && scene_.backend().calls(name_) > 0) {
    scene_.fail(name_ +
                "'s request came when its context had ended already, and yet the store was "
                "asked. Look at request.context() first.");
  }
}

Scene::Scene(World& world, Subject subject)
    : world_(world), subject_(std::move(subject)), backend_(world.make<Backend>(world)) {
  if (subject_.stubborn) backend_.be_stubborn();
}

Visitor& Scene::visitor(const std::string& name) {
  visitors_.push_back(&world_.make<Visitor>(*this, name));
  return *visitors_.back();
}

std::vector<Visitor*> Scene::visitors(std::size_t count) {
  std::vector<Visitor*> made;
  while (made.size() < count) made.push_back(&visitor("no. " + std::to_string(made.size() + 1)));
  return made;
}

http::Handler& Scene::server() {
  if (server_ == nullptr) server_ = &another_server();
  return *server_;
}

http::Handler& Scene::another_server() {
  return world_.make<http::Handler>(subject_.serve(world_, backend_));
}

void Scene::fail(const std::string& message) {
  failed_ = true;
  ADD_FAILURE() << message;
}

void Scene::expect_told_of(const std::vector<const Visitor*>& leavers) {
  if (is_over() || subject_.told == Told::never) return;
  if (subject_.told == Told::by_the_context) return expect_contexts_ended(leavers);
  const int left = static_cast<int>(leavers.size());
  const int told = backend_.told();
  if (subject_.told == Told::at_some_time ? told < left : told != left) {
    fail("Clients who gave up during the fetch: " + std::to_string(left) +
         ". Times that the store was told to cancel: " + std::to_string(told) + ".");
  } else if (subject_.told == Told::during_the_fetch && backend_.told_in_time() < left) {
    fail("The store was told to cancel when it was not fetching.");
  }
}

void Scene::expect_contexts_ended(const std::vector<const Visitor*>& leavers) {
  for (const Visitor* const visitor : visitors_) {
    const bool told = backend_.contexts_ended(visitor->name()) > 0;
    const bool left = std::ranges::find(leavers, visitor) != leavers.end();
    if (is_over() || told == left || (told && subject_.ends_calls_itself)) continue;
    fail(visitor->name() +
         (left
              ? " gave up, and the context of what was asked for them knows nothing of it: pass on "
                "the context of that very request."
              : " never gave up, and the context of what was asked for them has ended before it "
                "was done."));
  }
}

void passes(Scene& scene, context::testing::ManualClock& clock, context::Clock::duration time,
            const std::string& what) {
  World& world = scene.world();
  world.start("the clock", [&world, &clock, time, what] {
    if (!what.empty()) world.tell(what);
    clock.advance(time);
  });
}

}  // namespace stage::laws
