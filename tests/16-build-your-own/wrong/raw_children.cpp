// The parent knows its children by pointers that don't keep them, and they don't tell it when they go. Caught by: Callback.finds_all_ended_that_is_above_and_beside, Callback.finds_all_ended_that_is_below, Callback.holds_up_nobody_else, Callback.is_not_waited_for_by_who_cancels_second, Callback.leads_to_no_write_after_the_end, Callback.may_ask_and_cancel_again, Callback.may_cancel_the_parent, Callback.may_derive, Callback.may_derive_below_whoever_is_still_to_be_told, Callback.may_end_another_tree_and_finds_that_done, Callback.runs_once_on_the_thread_that_cancels_and_before_that_goes_on, Lifetime.of_a_child_may_be_over_first, Lifetime.of_a_child_that_has_gone_nothing_stays_with_its_parent, Lifetime.of_a_parent_may_be_over_first, Lifetime.of_a_token_may_be_longer, Lifetime.of_a_tree_that_has_ended_nothing_is_kept, Lifetime.of_a_tree_that_nobody_holds_nothing_is_left, Lifetime.of_anybody_may_end_in_a_callback, Lifetime.of_who_is_still_to_be_told_may_end_in_a_callback, Threads.of_which_one_cancels_the_parent_and_the_other_the_child, Threads.of_which_one_derives_while_the_other_cancels, Threads.that_cancel_at_once_agree_on_the_reason, Tree.bears_ended_children_below_an_ended_parent, Tree.bears_live_children_below_the_sibling_of_an_ended_one, Tree.ends_a_long_chain, Tree.ends_a_context_that_is_cancelled, Tree.ends_a_context_whose_cancel_func_goes, Tree.ends_all_that_is_below_for_the_same_reason, Tree.ends_nobody_above_and_nobody_beside, Tree.gives_each_context_one_token_of_its_own, Tree.gives_one_token_also_to_who_asks_only_after_the_end, Tree.goes_on_ending_after_a_child_has_ended, Tree.is_live_until_it_is_cancelled, Tree.keeps_the_first_reason, Tree.loses_nobody_among_many_who_come_and_go, Tree.needs_no_handle_in_between; perhaps others
#include "node.h"

#include <mutex>
#include <vector>

namespace own {

struct Node : std::enable_shared_from_this<Node> {
  std::error_code why;  // no error while it is live
  std::stop_source source;
  std::vector<Node*> children;
};

static std::mutex mutex;  // guards `why` and `children`, of all the nodes there are

using Nodes = std::vector<std::shared_ptr<Node>>;

static void mark(const std::shared_ptr<Node>& node, std::error_code why, Nodes& marked) {
  if (!node || node->why) return;
  node->why = why;
  marked.push_back(node);
  for (const auto& child : node->children) mark(child->weak_from_this().lock(), why, marked);
}

std::shared_ptr<Node> derive(const std::shared_ptr<Node>& parent) {
  const auto node = std::make_shared<Node>();
  if (!parent) return node;

  const std::lock_guard lock(mutex);
  node->why = parent->why;
  if (node->why) node->source.request_stop();  // whom nobody knows yet
  parent->children.push_back(node.get());
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
