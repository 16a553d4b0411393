// The reasons are in a list of their own, from which nobody takes them. Caught by: Lifetime.of_a_child_that_has_gone_nothing_stays_with_its_parent, Lifetime.of_a_tree_that_has_ended_nothing_is_kept, Lifetime.of_a_tree_that_nobody_holds_nothing_is_left
#include "node.h"

#include <map>
#include <mutex>
#include <vector>

namespace own {

struct Node {
  std::stop_source source;
  std::vector<std::weak_ptr<Node>> children;
};

static std::mutex mutex;  // guards `why` and `children`, of all the nodes there are

static std::error_code& reason_of(const Node& node) {
  static auto* const reasons = new std::map<const Node*, std::error_code>;
  return (*reasons)[&node];
}

using Nodes = std::vector<std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || reason_of(*node)) return;
  reason_of(*node) = why;
  marked.push_back(node);
  for (const auto& child : node->children) mark(child.lock(), why, marked);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  const std::lock_guard lock(mutex);
  reason_of(*node) = {};
  if (!parent) return node;

  reason_of(*node) = reason_of(*parent);
  if (reason_of(*node)) node->source.request_stop();  // whom nobody knows yet
  std::erase_if(parent->children, [](const auto& child) { return child.expired(); });
  parent->children.push_back(node);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  Nodes marked;
  {
    const std::lock_guard lock(mutex);
    mark(node, why, marked);
  }
  for (const auto& one : marked) one->source.request_stop();  // here the callbacks run
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  return reason_of(node);
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
