// There is one list of nodes for all trees. Caught by: Callback.holds_up_nobody_else, Callback.may_cancel_the_parent, Callback.may_derive, Callback.may_end_another_tree_and_finds_that_done, Lifetime.of_a_child_may_be_over_first, Lifetime.of_a_tree_that_has_ended_nothing_is_kept, Lifetime.of_anybody_may_end_in_a_callback, Tree.bears_live_children_below_the_sibling_of_an_ended_one, Tree.ends_nobody_above_and_nobody_beside, Tree.goes_on_ending_after_a_child_has_ended, Tree.loses_nobody_among_many_who_come_and_go
#include "node.h"

#include <mutex>
#include <vector>

namespace own {

struct Node {
  std::error_code why;  // no error while it is live
  std::stop_source source;
};

static std::mutex mutex;  // guards `why` and `children`, of all the nodes there are

static std::vector<std::weak_ptr<Node>>& all() {
  static auto* const nodes = new std::vector<std::weak_ptr<Node>>;
  return *nodes;
}

using Nodes = std::vector<std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || node->why) return;
  node->why = why;
  marked.push_back(node);
  const auto others = all();
  for (const auto& other : others) mark(other.lock(), why, marked);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  const std::lock_guard lock(mutex);
  if (parent) node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
  std::erase_if(all(), [](const auto& one) { return one.expired(); });
  all().push_back(node);
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
