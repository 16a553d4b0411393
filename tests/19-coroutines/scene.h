#pragma once
#include "fetch.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "context/manual_clock.h"
#include "spy_store.h"

inline std::string text(const Answer& answer) {
  return answer ? '"' + *answer + '"' : "the error \"" + answer.error().message() + '"';
}

/// In how many seconds the first timer of this process goes off. A thread in epoll_wait() is at
/// rest, also when the descriptor that it waits for is a timer: the stage can't tell.
inline double next_timer() {
  double next = std::numeric_limits<double>::infinity();
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fdinfo", ignored)) {
    std::ifstream info(entry.path());
    for (std::string line; std::getline(info, line);) {
      long long seconds = 0;
      long long nanoseconds = 0;
      if (std::sscanf(line.c_str(), "it_value: (%lld, %lld)", &seconds, &nanoseconds) != 2)
        continue;
      const double left = static_cast<double>(seconds) + static_cast<double>(nanoseconds) * 1e-9;
      if (left > 0) next = std::min(next, left);
    }
  }
  return next;
}

/// An executor: a strand, which two threads run for as long as there is anything to do.
struct Loop {
  void runs(World& world) {
    if (world.finished("loop")) io.restart();
    for (int i = 0; i < 2; ++i) {
      world.start("loop", [this] { io.run(); });
    }
  }

  std::list<Backend> backends;  // coroutines that are left in `io` refer to them
  asio::io_context io;
  Strand strand = asio::make_strand(io);
};

/// A client, whose context is `ctx`, who asks a store; and a response, to which nothing may be
/// written once ctx has ended.
class Scene {
 public:
  Scene(World& its_world, Loop& its_loop, std::string its_name = "client")
      : world(its_world),
        loop(its_loop),
        name(std::move(its_name)),
        backend(loop.backends.emplace_back(world, loop.strand)) {
    auto client = context::with_cancel(clock.background());
    ctx = client.ctx;
    cancel = std::move(client.cancel);
    response.watch(world, ctx);
  }

  /// The client asks, and keeps nothing of the store.
  void asks(context::Clock::duration patience = std::chrono::hours(1)) {
    asks_of_nobody(patience);
    loop.runs(world);
  }
  /// The same, while nobody runs the executor.
  void asks_of_nobody(context::Clock::duration patience = std::chrono::hours(1)) {
    world.start(name, [this, patience] {
      world.tell("asks");
      async_fetch(ctx, loop.strand, new_store(), patience, [this](Answer answer) { take(answer); });
    });
    if (!world.finished(name)) fail("async_fetch() should have returned: its caller waits in it.");
  }

  void may_give_up() {
    world.may_happen(name + " gives up", name, [this] {
      world.tell("gives up: its context ends");
      cancel();
    });
  }
  void gives_up() {
    may_give_up();
    lets(name + " gives up");
  }
  void passes(context::Clock::duration time, const std::string& what) {
    world.may_happen(what, "clock", [this, time, what] {
      world.tell(what);
      clock.advance(time);
    });
    lets(what);
  }
  /// Returns when it is `then` by the real clock, and every timer that was due has gone off.
  void waits_until(context::Clock::time_point then) {
    world.start("clock", [then] {
      using namespace std::chrono_literals;
      const auto now = [] { return context::Clock::now(); };
      while (now() < then || (next_timer() < 60 && now() < then + 10s)) std::this_thread::yield();
    });
  }
  /// Returns when the store has been told to stop, or it is clear that nobody will.
  void waits_for_patience_to_end() {
    world.start("clock", [this] {
      const auto enough = context::Clock::now() + std::chrono::seconds(1);
      while (backend.told == 0 && context::Clock::now() < enough) std::this_thread::yield();
    });
  }
  void lets(const std::string& event) {
    if (!over()) world.let(event);
  }

  /// For async_fetch(): a store that nobody else keeps.
  std::shared_ptr<Store> new_store() {
    auto store = std::make_shared<SpyStore>(backend);
    store_ = store;
    return store;
  }
  /// For async_fetch(): its answer.
  void take(const Answer& answer) {
    world.story().tell(name, "gets " + text(answer));
    backend.expect_on_the_executor("calls done()");
    if (answer) response.write(*answer);
    const std::lock_guard lock(mutex_);
    if (answer_) fail("done() was called twice.");
    answer_ = answer;
  }

  /// That `done` was called with `wanted`, after so many roll-backs.
  void expect_answer(const Answer& wanted, int roll_backs, const std::string& why) {
    if (over()) return;
    const auto answer = this->answer();
    if (!answer) return fail("done() should have been called by now. " + why);
    if (*answer != wanted) return fail("done() was called with " + text(*answer) + ". " + why);
    if (backend.roll_backs < roll_backs) {
      return fail("done() was called, and roll_back() has not come to its end.");
    }
    if (backend.roll_backs > roll_backs) fail("There was nothing to roll back.");
    if (!store_.expired()) fail("The answer is given, and somebody still keeps the store.");
  }
  void expect_no_answer(const std::string& why) {
    const auto answer = this->answer();
    if (!over() && answer) fail("done() was called already, with " + text(*answer) + ". " + why);
  }

  /// That something else gets its turn on the executor, and that nobody looks up from time to time.
  void expect_at_rest() {
    if (over()) return;
    auto& had_its_turn = world.make<std::atomic<bool>>(false);
    world.start("somebody", [&] { asio::post(loop.strand, [&] { had_its_turn = true; }); });
    if (!had_its_turn) return fail("Something blocks the executor: nobody else has a turn there.");
    if (next_timer() > 60) return;
    fail(
        "A timer goes off soon, though nobody has asked for that. Wait for what you want to know.");
  }

  /// That nothing is left on the executor.
  void expect_end() {
    if (over() || world.finished("loop")) return;
    fail("All is over, and something of yours is still waited for on the executor: a timer?");
  }

  void fail(const std::string& why) {
    if (over_.exchange(true)) return;
    ADD_FAILURE() << why;
    backend.over = true;
    loop.io.stop();
  }
  [[nodiscard]] bool over() const { return over_ || world.stuck(); }
  [[nodiscard]] std::optional<Answer> answer() const {
    const std::lock_guard lock(mutex_);
    return answer_;
  }

  World& world;
  Loop& loop;
  const std::string name;
  Backend& backend;
  context::testing::ManualClock clock;
  context::Context ctx;
  context::CancelFunc cancel;
  testing::NiceMock<SpyResponseWriter> response;

 private:
  std::weak_ptr<Store> store_;
  mutable std::mutex mutex_;
  std::optional<Answer> answer_;
  std::atomic<bool> over_ = false;
};

/// Plays `scene` with a client on a loop of its own, on which nothing is left in the end.
inline void play(const std::function<void(World&, Scene&)>& scene) {
  explore([&](World& world) {
    auto& loop = world.make<Loop>();
    auto& client = world.make<Scene>(world, loop);
    scene(world, client);
    client.expect_end();
  });
}

inline const Answer canceled = std::unexpected(make_error_code(context::Errc::canceled));
inline const Answer too_late = std::unexpected(make_error_code(context::Errc::deadline_exceeded));
