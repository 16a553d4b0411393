// Stops the tokens first, and sets err() then. Caught by: Callback.finds_all_ended_that_is_above_and_beside, Callback.finds_all_ended_that_is_below, Callback.holds_up_nobody_else, Callback.is_not_waited_for_by_who_cancels_second, Callback.may_ask_and_cancel_again, Callback.may_cancel_the_parent, Callback.may_derive; perhaps others
#include "node.h"

#include <mutex>
#include <vector>

namespace own {

struct Node {
  std::error_code why;  // no error while it is live
  std::stop_source source;
  std::vector<std::weak_ptr<Node>> children;
};

static std::mutex mutex;  // guards `why` and `children`, of all the nodes there are

using Nodes = std::vector<std::shared_ptr<Node>>;

static void collect(const std::shared_ptr<Node>& node, Nodes& below) {
  if (!node || node->why) return;
  below.push_back(node);
  for (const auto& child : node->children) collect(child.lock(), below);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
  std::erase_if(parent->children, [](const auto& child) { return child.expired(); });
  parent->children.push_back(node);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  Nodes below;
  {
    const std::lock_guard lock(mutex);
    collect(node, below);
  }
  for (const auto& one : below) one->source.request_stop();
  const std::lock_guard lock(mutex);
  for (const auto& one : below) {
    if (!one->why) one->why = why;
  }
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
