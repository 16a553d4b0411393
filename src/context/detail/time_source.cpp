#include "context/detail/time_source.h"

#include <algorithm>

namespace context::inline v1::detail {

DeadlineNode::DeadlineNode(Node* above, Tree& its_tree, Clock::time_point when,
                           std::error_code timeout_cause) noexcept
    : CancelNode(above, its_tree),
      cause_when_due(timeout_cause ? timeout_cause : Errc::deadline_exceeded) {
  if (when < deadline) deadline = when;
}

bool DeadlineNode::join_and_arm(TimeSource& source_of_time) {
  time = &source_of_time;  // so that end(), and what is derived from here, need not look for it
  const CancelNode* const parent_node = this->above();
  std::unique_lock guard(tree.lock, std::defer_lock);
  bool armed = true;
  if (parent_node != nullptr) guard.lock();  // else it is a root that nobody has seen yet
  if (parent_node == nullptr || parent_node->ended() == 0) {
    // First the flag: once armed, the timer thread may come at any moment.
    state.store(state::has_timer, std::memory_order_relaxed);
    armed = source_of_time.arm(*this);
  }
  join_locked();
  return armed;
}

void TimerQueue::arm(DeadlineNode& node) {
  const std::lock_guard guard(lock_);
  timers_.push(node);
}

void TimerQueue::disarm(DeadlineNode& node) noexcept {
  const std::lock_guard guard(lock_);
  timers_.erase(node);
}

DeadlineNode* TimerQueue::take_due(Clock::time_point now) noexcept {
  const std::lock_guard guard(lock_);
  DeadlineNode* const node = timers_.earliest();
  if (node == nullptr || node->deadline > now) return nullptr;
  timers_.erase(*node);
  node->retain();
  return node;
}

Clock::time_point TimerQueue::earliest_deadline() const {
  const std::lock_guard guard(lock_);
  return timers_.earliest_deadline();
}

TimeSource& time_of(const Node* node) {
  return node == nullptr || node->time == nullptr ? real_time() : *node->time;
}

Clock::time_point saturating_add(Clock::time_point when, Clock::duration by) noexcept {
  if (by > Clock::duration::zero()) {
    return when > Clock::time_point::max() - by ? Clock::time_point::max() : when + by;
  }
  return when < Clock::time_point::min() - by ? Clock::time_point::min() : when + by;
}

}  // namespace context::inline v1::detail
