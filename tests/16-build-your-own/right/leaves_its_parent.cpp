// A node leaves its parent's list when it goes; each tree has a lock of its own.
#include "node.h"

#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace own {

struct Node : std::enable_shared_from_this<Node> {
  explicit Node(std::shared_ptr<Node> above)
      : parent(std::move(above)), tree(parent ? parent->tree : std::make_shared<std::mutex>()) {}
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  ~Node() {
    const std::lock_guard lock(*tree);
    if (parent) parent->children.erase(this);
  }

  void mark(std::error_code reason, std::vector<std::shared_ptr<Node>>& marked) {
    auto self = weak_from_this().lock();
    if (!self) return;  // it is going
    marked.push_back(
        std::move(self));  // held also if there is nothing to do: not to go under the lock
    if (why) return;
    why = reason;
    for (Node* const child : children) child->mark(reason, marked);
  }

  const std::shared_ptr<Node> parent;
  const std::shared_ptr<std::mutex> tree;
  std::error_code why;
  std::stop_source source;
  std::set<Node*> children;
};

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  auto node = std::make_shared<Node>(parent);
  if (!parent) return node;
  bool ended = false;
  {
    const std::lock_guard lock(*node->tree);
    parent->children.insert(node.get());
    node->why = parent->why;
    ended = static_cast<bool>(node->why);
  }
  if (ended) node->source.request_stop();
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  std::vector<std::shared_ptr<Node>> marked;
  std::unique_lock lock(*node->tree);
  node->mark(why, marked);
  lock.unlock();
  while (!marked.empty()) {  // from below
    marked.back()->source.request_stop();
    marked.pop_back();
  }
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(*node.tree);
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
