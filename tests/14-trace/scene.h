#pragma once
#include "server.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/spy_store_with_context.h"
#include "support/stage.h"

/// Remembers what is logged. Thread-safe.
class SpyLog : public Log {
 public:
  explicit SpyLog(World& world) : world_(world) {}

  void add(std::string_view line) override {
    world_.tell("logs \"" + escaped(line) + "\"");
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(line);
  }

  [[nodiscard]] std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  World& world_;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

using Fields = std::map<std::string, std::string>;

/// A server with its store and its log, and clients who ask it.
struct Scene {
  explicit Scene(World& scene_world) : world(scene_world), store(world, "hello"), log(world) {}

  /// A client who has sent a request with these fields in its header.
  Client& asks(const Fields& fields, const std::string& target = "/") {
    auto& client = world.make<Client>(world, "GET", escaped(target));  // so the story shows it
    client.sends_to([this, fields, target](http::ResponseWriter& response, http::Request request) {
      request.target = target;
      for (const auto& [name, value] : fields) request.header.set(name, value);
      handler(response, request);
    });
    return client;
  }

  World& world;
  testing::NiceMock<stage::SpyStoreWithContext> store;
  SpyLog log;
  http::Handler handler = server(store, log);
};
