#pragma once
#include "server.h"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "support/laws/scene.h"
#include "support/stage.h"

/// The step's own Store over a Backend. Remembers the names that it was asked for. Thread-safe.
class NamedStore : public Store {
 public:
  explicit NamedStore(stage::laws::Backend& backend) : backend_(backend) {}

  stage::laws::Answer fetch(context::Context ctx, const std::string& name) override {
    const std::string at_first = name;
    auto answer = backend_.fetch(ctx);
    if (name != at_first) ADD_FAILURE() << "The name has changed while the store was at work.";
    const std::lock_guard lock(mutex_);
    names_.push_back(at_first);
    return answer;
  }

  [[nodiscard]] std::vector<std::string> names() const {
    const std::lock_guard lock(mutex_);
    return names_;
  }

 private:
  stage::laws::Backend& backend_;
  mutable std::mutex mutex_;
  std::vector<std::string> names_;
};

/// Remembers what is logged. Thread-safe.
class BackendLog : public Log {
 public:
  explicit BackendLog(World& world) : world_(world) {}

  /// From now on a line takes its time: it ends with the event "the line is written".
  void write_slowly() { slow_ = true; }

  void error(std::string_view message) override {
    const std::string line(message);
    world_.tell("logs \"" + line + "\"");
    if (slow_) world_.wait_for("the line is written");
    const std::lock_guard lock(mutex_);
    lines_.push_back(line);
  }

  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  World& world_;
  bool slow_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// A server of a scene, with a store that tells names and a log that can be read.
struct Desk {
  explicit Desk(stage::laws::Scene& scene) : store(scene.backend()), log(scene.world()) {}

  NamedStore store;
  BackendLog log;
  http::Handler handler = server(store, log);
};
