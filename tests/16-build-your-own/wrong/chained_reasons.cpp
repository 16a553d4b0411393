// Children are chained by callbacks, and have the reason when it is their turn. Caught by: Callback.finds_all_ended_that_is_above_and_beside, Callback.finds_all_ended_that_is_below, Callback.holds_up_nobody_else, Callback.is_not_waited_for_by_who_cancels_second, Callback.may_ask_and_cancel_again, Callback.may_derive_below_whoever_is_still_to_be_told
// up.
#include "node.h"

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace own {

struct Node : std::enable_shared_from_this<Node> {
  explicit Node(std::shared_ptr<Node> above) : parent(std::move(above)) {}

  const std::shared_ptr<Node> parent;
  std::error_code why;  // none when it is a node above that has ended
  std::stop_source source;
  std::optional<std::stop_callback<std::function<void()>>> when_parent_ends;
};

static std::recursive_mutex mutex;  // guards all reasons: one who looks up must see one moment

static std::error_code own_reason(const Node& node) {
  const std::lock_guard lock(mutex);
  return node.why;
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  auto node = std::make_shared<Node>(parent);
  const auto pass_on = [raw = node.get()] {
    end(raw->shared_from_this(), own_reason(*raw->parent));
  };
  if (parent) node->when_parent_ends.emplace(parent->source.get_token(), pass_on);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  {
    const std::lock_guard lock(mutex);
    if (!err(*node)) node->why = why;
  }
  node->source.request_stop();
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
