// Puts off what a callback ends until all callbacks have run. Caught by: Callback.may_end_another_tree_and_finds_that_done
#include "node.h"

#include <deque>
#include <mutex>
#include <vector>

namespace own {

struct Node {
  std::error_code why;
  std::stop_source source;
  std::vector<std::weak_ptr<Node>> children;
};

static std::mutex mutex;

using Nodes = std::deque<std::shared_ptr<Node>>;

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
  if (node->why) node->source.request_stop();
  std::erase_if(parent->children, [](const auto& child) { return child.expired(); });
  parent->children.push_back(node);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  static thread_local Nodes* at_work = nullptr;  // the list of the outermost end()
  Nodes own;
  Nodes& marked = at_work != nullptr ? *at_work : own;
  {
    const std::lock_guard lock(mutex);
    mark(node, why, marked);
  }
  if (at_work != nullptr) return;  // the loop below comes to them

  at_work = &own;
  while (!own.empty()) {
    const auto one = own.front();
    own.pop_front();
    one->source.request_stop();
  }
  at_work = nullptr;
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
