// Without a walk: each ancestor has all that is below it in one list.
#include "node.h"

#include <mutex>
#include <vector>

namespace own {

struct Node {
  std::vector<std::shared_ptr<Node>> ancestors;  // the parent first
  std::error_code why;
  std::stop_source source;
  std::vector<std::weak_ptr<Node>> below;
};

static std::mutex mutex;  // guards `why` and `below` of all nodes

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  node->ancestors.push_back(parent);
  node->ancestors.insert(node->ancestors.end(), parent->ancestors.begin(), parent->ancestors.end());

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();
  for (const auto& ancestor : node->ancestors) {
    std::erase_if(ancestor->below, [](const auto& one) { return one.expired(); });
    ancestor->below.push_back(node);
  }
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  std::vector<std::shared_ptr<Node>> all;  // outlives the lock
  all.push_back(node);
  {
    const std::lock_guard lock(mutex);
    for (const auto& one : node->below) {
      if (auto kept = one.lock()) all.push_back(std::move(kept));
    }
    for (const auto& one : all) {
      if (!one->why) one->why = why;
    }
  }
  for (const auto& one : all) one->source.request_stop();
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
