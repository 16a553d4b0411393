// Throws out those who have gone from the end of the list, as far as the first who has not. Caught by: Lifetime.of_a_child_that_has_gone_nothing_stays_with_its_parent
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

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || node->why) return;
  node->why = why;
  marked.push_back(node);
  for (const auto& child : node->children) mark(child.lock(), why, marked);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
  while (!parent->children.empty() && parent->children.back().expired())
    parent->children.pop_back();
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
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
