// Makes a token of its own for each who asks only after the end. Caught by: Tree.gives_one_token_also_to_who_asks_only_after_the_end
#include "node.h"

#include <mutex>
#include <optional>
#include <vector>

namespace own {

struct Node {
  std::error_code why;
  mutable std::optional<std::stop_source> source;  // most are never asked for
  std::vector<std::weak_ptr<Node>> children;
};

static std::mutex mutex;

static void mark(const std::shared_ptr<Node>& node, std::error_code why,
                 std::vector<std::stop_source>& sources) {
  if (!node || node->why) return;
  node->why = why;
  if (node->source) sources.push_back(*node->source);
  for (const auto& child : node->children) mark(child.lock(), why, sources);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  std::erase_if(parent->children, [](const auto& child) { return child.expired(); });
  parent->children.push_back(node);
  return node;
}

void end(const std::shared_ptr<Node>& node, std::error_code why) {
  std::vector<std::stop_source> sources;
  {
    const std::lock_guard lock(mutex);
    mark(node, why, sources);
  }
  for (auto& source : sources) source.request_stop();
}

std::error_code err(const Node& node) {
  const std::lock_guard lock(mutex);
  return node.why;
}

std::stop_token done(const Node& node) {
  const std::lock_guard lock(mutex);
  if (node.source) return node.source->get_token();
  std::stop_source source;
  if (node.why) {
    source.request_stop();
  } else {
    node.source = source;
  }
  return source.get_token();
}

}  // namespace own
