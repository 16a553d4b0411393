#pragma once
#include "while_connected.h"

#include <atomic>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

#include "spy_connection.h"
#include "support/stage.h"

/// What a work throws, and nobody else does.
struct NoDisk : std::runtime_error {
  NoDisk() : std::runtime_error("no disk") {}
};

/// A request at work: it ends with the event "the work of NAME is done", or as soon as its context
/// does.
struct Work {
  Work(World& work_world, std::string work_name = "ann")
      : world(work_world), name(std::move(work_name)), connection(work_world) {}

  /// Serves it, as the actor `name`.
  void begins(const context::Context& parent = context::background()) {
    world.start(name, [this, parent] { call(parent); });
  }

  void call(const context::Context& parent) {
    caller = std::this_thread::get_id();
    try {
      while_connected(parent, connection, [this](const context::Context& given) { run(given); });
    } catch (const NoDisk&) {
      caught = true;
    }
    users_afterwards = connection.users();
    uses_afterwards = connection.uses();
    world.tell("is back");
  }

  void run(const context::Context& given) {
    ++calls;
    on_its_thread = std::this_thread::get_id() == caller;
    connection.at_work = true;
    world.tell("is at work");
    ctx = given;
    const std::stop_token token = stubborn ? std::stop_token() : given.done();
    static_cast<void>(world.wait_for("the work of " + name + " is done", token));
    err = given.err();
    world.tell(err ? "stops: " + err.message() : "is done");
    connection.at_work = false;
    connection.work_is_over = true;
    if (throws) throw NoDisk();
  }

  void is_done() { world.let("the work of " + name + " is done"); }

  void expect_back(const std::string& why) const { EXPECT_TRUE(world.finished(name)) << why; }
  void expect_at_work(const std::string& why) const { EXPECT_FALSE(world.finished(name)) << why; }

  World& world;
  const std::string name;
  SpyConnection connection;
  bool stubborn = false;                // doesn't listen to its context
  bool throws = false;                  // in the end
  bool caught = false;                  // that, by whoever has called while_connected()
  std::optional<context::Context> ctx;  // that which the work was given
  std::error_code err;                  // what it said when the work ended
  int calls = 0;
  bool on_its_thread = false;
  int users_afterwards = 0;
  int uses_afterwards = 0;
  std::thread::id caller;
};
