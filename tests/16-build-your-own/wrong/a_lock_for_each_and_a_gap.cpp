// Each node has a lock, and lets go of it between the list of children and its reason. Caught by: Threads.of_which_one_derives_while_the_other_cancels
#include "node.h"

#include <mutex>
#include <vector>

namespace own {

struct Node {
  std::error_code why;  // no error while it is live
  std::stop_source source;
  std::vector<std::weak_ptr<Node>> children;
  mutable std::mutex mutex;
};

using Nodes = std::vector<std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || err(*node)) return;
  std::unique_lock lock(node->mutex);
  const auto children = node->children;
  lock.unlock();
  for (const auto& child : children) mark(child.lock(), why, marked);
  marked.push_back(node);
  lock.lock();
  if (!node->why) node->why = why;
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(parent->mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
  std::erase_if(parent->children, [](const auto& child) { return child.expired(); });
  parent->children.push_back(node);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  Nodes marked;
  mark(node, why, marked);
  for (const auto& one : marked) one->source.request_stop();  // here the callbacks run
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(node.mutex);
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
