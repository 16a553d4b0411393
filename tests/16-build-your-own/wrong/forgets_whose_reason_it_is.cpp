// Keeps the number of a reason, and makes one of ours of it. Caught by: Callback.holds_up_nobody_else, Callback.is_not_waited_for_by_who_cancels_second, Callback.may_ask_and_cancel_again, Callback.may_cancel_the_parent, Callback.may_derive, Callback.may_derive_below_whoever_is_still_to_be_told, Callback.may_end_another_tree_and_finds_that_done, Lifetime.of_a_child_may_be_over_first, Threads.of_which_one_derives_while_the_other_cancels, Threads.that_derive_and_cancel_at_once, Tree.bears_ended_children_below_an_ended_parent, Tree.bears_live_children_below_the_sibling_of_an_ended_one, Tree.ends_a_long_chain, Tree.ends_all_that_is_below_for_the_same_reason, Tree.ends_nobody_above_and_nobody_beside, Tree.goes_on_ending_after_a_child_has_ended, Tree.is_live_until_it_is_cancelled, Tree.keeps_a_reason_of_any_kind, Tree.keeps_the_first_reason, Tree.loses_nobody_among_many_who_come_and_go, Tree.needs_no_handle_in_between
#include "node.h"

#include <mutex>
#include <vector>

#include "context/errc.h"

namespace own {

struct Node {
  int why = 0;
  std::stop_source source;
  std::vector<std::weak_ptr<Node>> children;
};

static std::mutex mutex;  // guards `why` and `children`, of all the nodes there are

using Nodes = std::vector<std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || node->why) return;
  node->why = why.value();
  marked.push_back(node);
  for (const auto& child : node->children) mark(child.lock(), why, marked);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
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
  return {node.why, context::category()};
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
