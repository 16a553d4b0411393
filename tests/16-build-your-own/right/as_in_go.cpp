// As in Go: a parent owns its live children, and whoever ends takes leave of their parent.
#include "node.h"

#include <map>
#include <mutex>
#include <utility>

namespace own {

struct Node {
  mutable std::mutex mutex;
  std::error_code why;
  std::stop_source source;
  std::map<const Node*, std::shared_ptr<Node>> children;
  std::weak_ptr<Node> parent;
};

using Ended = std::map<const Node*, std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Ended& ended) {
  std::unique_lock lock(node->mutex);
  if (node->why) return;
  node->why = why;
  const auto children = std::exchange(node->children, {});
  lock.unlock();
  ended.emplace(node.get(), node);
  for (const auto& [key, child] : children) mark(child, why, ended);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  auto node = std::make_shared<Node>();
  if (!parent) return node;
  node->parent = parent;
  const std::lock_guard lock(parent->mutex);
  if (parent->why) {
    node->why = parent->why;
    node->source.request_stop();
  } else {
    parent->children.emplace(node.get(), node);
  }
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  Ended ended;
  mark(node, why, ended);
  if (const auto parent = node->parent.lock()) {
    const std::lock_guard lock(parent->mutex);
    parent->children.erase(node.get());
  }
  for (const auto& [key, one] : ended) one->source.request_stop();
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(node.mutex);
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
