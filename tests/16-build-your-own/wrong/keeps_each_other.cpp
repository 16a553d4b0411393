// A parent and its child keep each other. Caught by: Lifetime.of_a_tree_that_has_ended_nothing_is_kept, Lifetime.of_a_tree_that_nobody_holds_nothing_is_left, Node.goes_with_the_last_who_holds_it
#include "node.h"

#include <mutex>
#include <vector>

namespace own {

struct Node {
  std::error_code why;  // no error while it is live
  std::stop_source source;
  std::vector<std::shared_ptr<Node>> children;
  std::shared_ptr<Node> parent;
};

static std::mutex mutex;  // guards `why` and `children`, of all the nodes there are

using Nodes = std::vector<std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || node->why) return;
  node->why = why;
  marked.push_back(node);
  for (const auto& child : node->children) mark(child, why, marked);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
  std::erase_if(parent->children, [](const auto& child) { return child.use_count() == 1; });
  parent->children.push_back(node);
  node->parent = parent;
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
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
