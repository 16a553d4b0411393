// Knows neither its children nor a reason. Caught by: Callback.finds_all_ended_that_is_below, Callback.holds_up_nobody_else, Callback.is_not_waited_for_by_who_cancels_second, Callback.leads_to_no_write_after_the_end, Callback.may_ask_and_cancel_again, Callback.may_cancel_the_parent, Callback.may_derive, Callback.may_derive_below_whoever_is_still_to_be_told, Callback.may_end_another_tree_and_finds_that_done, Callback.runs_once_on_the_thread_that_cancels_and_before_that_goes_on, Lifetime.of_a_child_may_be_over_first, Lifetime.of_a_parent_may_be_over_first, Lifetime.of_anybody_may_end_in_a_callback, Lifetime.of_who_is_still_to_be_told_may_end_in_a_callback, Threads.of_which_one_derives_while_the_other_cancels, Threads.that_derive_and_cancel_at_once, Tree.bears_ended_children_below_an_ended_parent, Tree.bears_live_children_below_the_sibling_of_an_ended_one, Tree.ends_a_long_chain, Tree.ends_all_that_is_below_for_the_same_reason, Tree.ends_nobody_above_and_nobody_beside, Tree.goes_on_ending_after_a_child_has_ended, Tree.keeps_a_reason_of_any_kind, Tree.keeps_the_first_reason, Tree.loses_nobody_among_many_who_come_and_go, Tree.needs_no_handle_in_between
#include "node.h"

#include "context/errc.h"

namespace own {

struct Node {
  std::stop_source source;
};

// Your turn: so far nobody knows whose child they are, and nobody remembers a reason.
std::shared_ptr<Node> derive(const std::shared_ptr<Node>& /*parent*/) {
  return std::make_shared<Node>();
}

void end(const std::shared_ptr<Node>& node, std::error_code /*why*/) {
  node->source.request_stop();
}

std::error_code err(const Node& node) {
  if (node.source.stop_requested()) return context::Errc::canceled;
  return {};
}

std::stop_token done(const Node& node) { return node.source.get_token(); }

}  // namespace own
