// Takes a reason of its own, also when it has ended for one from above. Caught by: Callback.is_not_waited_for_by_who_cancels_second, Callback.may_ask_and_cancel_again, Lifetime.of_a_parent_may_be_over_first, Tree.bears_ended_children_below_an_ended_parent, Callback.may_derive_below_whoever_is_still_to_be_told
// up.
#include "node.h"

#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace own {

struct Node {
  const std::shared_ptr<Node> parent;
  std::error_code why;  // none when it is a node above that has ended
  std::stop_source source;
  std::optional<std::stop_callback<std::function<void()>>> when_parent_ends;
};

static std::recursive_mutex mutex;  // guards all reasons: one who looks up must see one moment

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  auto node = std::make_shared<Node>(parent);
  const auto pass_on = [source = node->source] {
    std::stop_source kept = source;  // what is called here may let go of the node
    kept.request_stop();
  };
  if (parent) node->when_parent_ends.emplace(parent->source.get_token(), pass_on);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  {
    const std::lock_guard lock(mutex);
    if (!node->why) node->why = why;
  }
  node->source.request_stop();
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  for (const Node* one = &node; one != nullptr; one = one->parent.get()) {
    if (one->why) return one->why;
  }
  return {};
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
