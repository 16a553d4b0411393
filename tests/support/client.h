#pragma once
#include <functional>
#include <string>

#include "context/context.h"
#include "http/http.h"
#include "support/spy_response_writer.h"
#include "support/world.h"

namespace stage {

/// The one who asks, and who may give up. Made with world.make<Client>(world); used by the test's
/// thread.
class Client {
 public:
  /// The request's context is derived from `parent`: a ManualClock's background, say.
  explicit Client(World& world, std::string method = "GET", std::string target = "/",
                  const context::Context& parent = context::background());

  /// Sends the request to a copy of `handler`, which runs as the actor "handler" until it ends or
  /// is blocked.
  void sends_to(const http::Handler& handler);

  /// Hangs up: before, during or after the request.
  void gives_up();
  /// From now on it may hang up: one more event of the walk.
  void may_give_up();

  /// What the handler writes. Nothing may be written once the client has given up.
  SpyResponseWriter& response() { return response_; }
  [[nodiscard]] const SpyResponseWriter& response() const { return response_; }

 private:
  World& world_;
  http::Request request_;
  context::CancelFunc cancel_;
  testing::NiceMock<SpyResponseWriter> response_;
};

}  // namespace stage
