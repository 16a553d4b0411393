// Below an ended parent err() is right, and the token is live. Caught by: Callback.may_derive, Callback.may_derive_below_whoever_is_still_to_be_told, Lifetime.of_a_parent_may_be_over_first, Threads.of_which_one_derives_while_the_other_cancels, Threads.that_derive_and_cancel_at_once, Tree.bears_ended_children_below_an_ended_parent, Tree.keeps_a_reason_of_any_kind
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
  return node.why;
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
