#pragma once
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "context/context.h"
#include "context/manual_clock.h"
#include "http/http.h"
#include "support/laws/backend.h"
#include "support/laws/subject.h"
#include "support/spy_response_writer.h"
#include "support/world.h"

namespace stage::laws {

class Scene;

/// Somebody with a name who sends a request, to be told apart from others who do the same. Used by
/// the test's thread.
class Visitor {
 public:
  Visitor(Scene& scene, std::string name);
  Visitor(const Visitor&) = delete;
  Visitor& operator=(const Visitor&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  /// To be changed before it asks.
  http::Request& request() { return request_; }
  SpyResponseWriter& response() { return response_; }

  /// Before it asks: nobody can end this one's context.
  void can_not_give_up();
  /// Before it asks or gives up: all that is derived from its request lives on the time of `clock`.
  void lives_by(context::testing::ManualClock& clock);
  /// The same, and its own time is up when `clock` has gone on by `limit`.
  void has_time(context::testing::ManualClock& clock, context::Clock::duration limit);

  /// Sends the request to the scene's server, which runs until it ends or is blocked.
  void asks();
  /// The same, to a copy of `handler`.
  void asks(const http::Handler& handler);
  /// Sends the request to the scene's server, whose thread then takes those of `others`, one after
  /// the other.
  void asks_and_then(const std::vector<Visitor*>& others);

  /// Of the things that are at work for it, that in `place` comes to its end.
  void hears_from(const std::string& place);
  /// Whatever is at work for it comes to its end. A failure if nothing is.
  void is_served();
  /// The same, and it doesn't matter whether anything is.
  void is_done_with();

  void gives_up(std::error_code cause = {});
  /// From now on it may: an event of the walk.
  void may_give_up();

  [[nodiscard]] bool has_returned() const;

  /// That it got what the backend had for it; or what the contract says if that failed.
  void expect_its_answer();
  void expect(const Outcome& wanted);
  /// That its handler has returned. `when` says at which moment.
  void expect_returned(const std::string& when);
  void expect_not_returned(const std::string& though);
  /// That everybody behind the handler was asked for it, and nobody twice.
  void expect_all_its_calls();
  void expect_no_call();

 private:
  [[nodiscard]] const std::string& actor() const { return actor_; }
  void sends_to(std::function<const http::Handler&()> handler);
  void comes();
  void is_handled_by(const http::Handler& handler);
  const context::Context& ctx();
  std::function<void()> giving_up(std::error_code cause);

  Scene& scene_;
  World& world_;
  const std::string name_;
  std::string actor_ = name_ + "'s handler";
  http::Request request_;
  context::Context parent_;
  std::optional<context::Clock::time_point> deadline_;
  context::Context gone_;  // ends when the client gives up
  context::CancelFunc cancel_;
  context::CancelFunc stop_timer_;
  std::optional<context::Context> ctx_;  // the same, or at the deadline
  testing::NiceMock<SpyResponseWriter> response_;
};

/// A server, what stands behind it, and those who come. Made with world.make<Scene>(), and its
/// visitors before the first of them asks: what a server's threads may write to must outlive it.
class Scene {
 public:
  Scene(World& world, Subject subject);
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  Visitor& visitor(const std::string& name);
  /// "no. 1", "no. 2" and so on.
  std::vector<Visitor*> visitors(std::size_t count);
  /// The step's handler; made when it is first asked for.
  http::Handler& server();
  /// Another one, over the same backend.
  http::Handler& another_server();

  [[nodiscard]] World& world() { return world_; }
  [[nodiscard]] Backend& backend() { return backend_; }
  [[nodiscard]] const Subject& subject() const { return subject_; }

  /// A failure, and the end of the scene: whatever visitors are to do from here on, they don't.
  void fail(const std::string& message);
  [[nodiscard]] bool is_over() const { return failed_ || world_.stuck(); }

  /// That the backend knows of each of these, and of nobody else, that they gave up.
  void expect_told_of(const std::vector<const Visitor*>& leavers);

 private:
  void expect_contexts_ended(const std::vector<const Visitor*>& leavers);

  World& world_;
  const Subject subject_;
  Backend& backend_;
  std::list<Visitor*> visitors_;
  http::Handler* server_ = nullptr;
  bool failed_ = false;
};

/// `clock` goes on by `time`, on a thread of its own, which says so in the words `what`, if any.
void passes(Scene& scene, context::testing::ManualClock& clock, context::Clock::duration time,
            const std::string& what = "");

}  // namespace stage::laws
