#include "support/client.h"

#include <utility>

namespace stage {
namespace {

constexpr auto giving_up = "the client gives up";

}  // namespace

Client::Client(World& world, std::string method, std::string target, const context::Context& parent)
    : world_(world) {
  auto [ctx, cancel] = context::with_cancel(parent);
  request_.method = std::move(method);
  request_.target = std::move(target);
  request_ = request_.with_context(ctx);
  cancel_ = std::move(cancel);
  response_.watch(world, ctx);
}

void Client::sends_to(const http::Handler& handler) {
  world_.story().tell("client", request_.method + " " + request_.target);
  world_.start("handler", [this, handler = handler] {
    handler(response_, request_);
    response_.close();
  });
}

void Client::gives_up() {
  may_give_up();
  world_.let(giving_up);
}

void Client::may_give_up() {
  world_.may_happen(giving_up, "client", [this] {
    world_.tell("gives up: the request is cancelled");
    cancel_();
  });
}

}  // namespace stage
