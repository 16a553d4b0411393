#include "context/detail/cancel_node.h"

#include <condition_variable>

#include "context/detail/time_source.h"

namespace context::inline v1::detail {

/// A thread that waits for a node to end: by the lock of the tree, so that it is woken as soon as
/// the node is marked, and needs no callback.
struct Sleeper {
  std::condition_variable wakes;
  TimeSource* on;
  Sleeper* next = nullptr;
  Sleeper* prev = nullptr;
};

namespace {

/// What done() gives when the context ended before anybody asked: one token for all, as Go has one
/// closed channel. Never destroyed, so that static destructors may ask, too.
std::stop_token stopped_token() {
  static const std::stop_source& stopped = []() -> const std::stop_source& {
    auto* const source = new std::stop_source;
    source->request_stop();
    return *source;
  }();
  return stopped.get_token();
}

void link(CancelNode& parent, CancelNode& child) noexcept {
  CancelNode*& first = parent.first_child;
  if (first == nullptr) {
    first = child.prev = &child;
    return;
  }
  child.prev = first->prev;
  child.prev->next = &child;
  first->prev = &child;
}

void unlink(CancelNode& parent, CancelNode& child) noexcept {
  CancelNode*& first = parent.first_child;
  CancelNode* const last = first->prev;
  (&child == first ? first : child.prev->next) = child.next;
  if (first != nullptr) (&child == last ? first : child.next)->prev = child.prev;
}

void wake(Sleeper* sleeper) noexcept {
  for (; sleeper != nullptr; sleeper = sleeper->next) {
    if (sleeper->on != nullptr) sleeper->on->sleepers_changed(-1);
    sleeper->wakes.notify_one();
  }
}

/// What ends with a node that has more to it than others.
void end_kind_of(CancelNode& node, std::uint8_t before, Echoes& echoes) noexcept {
  if ((before & state::has_timer) != 0) return node.time->disarm(static_cast<DeadlineNode&>(node));
  node.retain();
  auto& echo = static_cast<EchoNode&>(node);
  echoes.append({&echo, &echo});
}

/// Ends `top` and all below it, under the tree's lock; gives the list of those whose source is to
/// be told, each with a share, and adds to `echoes`. Parents come before their children, siblings
/// in the order of derivation, and all that is below a node directly after it.
CancelNode* end_tree(CancelNode& top, Errc why, std::error_code cause, Echoes& echoes) noexcept {
  if (top.prev != nullptr) unlink(*top.above(), top);
  top.next = nullptr;
  const std::uint64_t ending = ++top.tree.endings;
  CancelNode* told = nullptr;
  CancelNode* last_told = nullptr;
  CancelNode* walk = &top;
  while (CancelNode* const node = walk) {
    walk = node->next;
    if (CancelNode* const child = std::exchange(node->first_child, nullptr)) {
      child->prev->next = walk;
      walk = child;
    }
    const std::uint8_t before = node->state.load(std::memory_order_relaxed);
    if ((before & (state::has_timer | state::has_echo)) != 0) end_kind_of(*node, before, echoes);
    if ((before & state::has_source) != 0) {
      node->retain();
      (last_told == nullptr ? told : last_told->next) = node;
      node->next = nullptr;
      last_told = node;
    } else {
      node->next = last_told;
    }
    node->ending = ending;
    wake(std::exchange(node->sleepers, nullptr));
    node->cause = cause;
    // The last touch: from here on the owner of a node without a source may free it.
    node->state.store(before | static_cast<std::uint8_t>(why), std::memory_order_release);
  }
  return told;
}

}  // namespace

CancelNode::CancelNode(Node* above, Tree& its_tree) noexcept : Node(above), tree(its_tree) {
  refs.store(2, std::memory_order_relaxed);
  if (scope != nullptr) deadline = scope->deadline;
  scope = this;
}

void CancelNode::join() noexcept {
  if (above() == nullptr) return;
  const std::lock_guard guard(tree.lock);
  join_locked();
}

void CancelNode::join_locked() noexcept {
  CancelNode* const parent_node = above();
  if (parent_node == nullptr) return;
  if (const std::uint8_t why = parent_node->ended(); why != 0) {
    ending = 0;  // by none: nobody is told
    cause = parent_node->cause;
    state.store(why, std::memory_order_release);
  } else {
    link(*parent_node, *this);
  }
}

EchoNode::EchoNode(Node* above, CancelNode& its_target) noexcept
    : CancelNode(above, above->scope->tree), target(&its_target) {
  target->retain();
  refs.store(1, std::memory_order_relaxed);
  state.store(state::has_echo, std::memory_order_relaxed);
}

Told CancelNode::mark(Errc why, std::error_code because) noexcept {
  Told told = mark_tree(why, because);
  told.mark_echoes(why, because);
  return told;
}

void CancelNode::mark_and_tell(Errc why, std::error_code because) noexcept {
  mark(why, because).tell();
}

Told CancelNode::mark_tree(Errc why, std::error_code because) noexcept {
  const std::lock_guard guard(tree.lock);
  CancelNode* const others = tree.tellings.load(std::memory_order_relaxed);
  CancelNode* own = nullptr;
  Echoes echoes;
  if (ended() == 0) {
    if (others == nullptr) tree.tellings.store(this, std::memory_order_relaxed);
    own = end_tree(*this, why, because, echoes);
    if (own != nullptr) {
      own->tellers = 1;
      own->first_child = others;
    }
    tree.tellings.store(own == nullptr ? others : own, std::memory_order_release);
  }
  if (others != nullptr) retain();
  return {own, others == nullptr ? nullptr : this, echoes};
}

std::stop_token CancelNode::token() {
  if (ended() == 0 && (state.load(std::memory_order_acquire) & state::has_source) == 0) {
    std::stop_source fresh;  // allocates: not under the lock
    const std::lock_guard guard(tree.lock);
    const std::uint8_t now = state.load(std::memory_order_relaxed);
    if ((now & (state::ended | state::has_source)) == 0) {
      source = std::move(fresh);
      state.store(now | state::has_source, std::memory_order_release);
    }
  }
  // Once err() says that the context has ended, its token is stopped: also in the moment in which
  // the canceller has not told the source yet.
  const std::uint8_t now = state.load(std::memory_order_acquire);
  const bool usable = (now & state::has_source) != 0;
  if ((now & state::ended) != 0 && !(usable && source.stop_requested())) return stopped_token();
  return source.get_token();
}

bool CancelNode::sleep_until(Clock::time_point when, TimeSource* on) {
  Sleeper self{.wakes = {}, .on = on};
  std::unique_lock guard(tree.lock);
  if (ended() != 0) return false;
  self.next = sleepers;
  if (sleepers != nullptr) sleepers->prev = &self;
  sleepers = &self;
  if (on != nullptr) on->sleepers_changed(+1);

  const auto is_over = [this] { return ended() != 0; };
  if (when == Clock::time_point::max()) {
    self.wakes.wait(guard, is_over);
    return false;
  }
  if (self.wakes.wait_until(guard, when, is_over)) return false;
  (self.prev == nullptr ? sleepers : self.prev->next) = self.next;
  if (self.next != nullptr) self.next->prev = self.prev;
  if (on != nullptr) on->sleepers_changed(-1);
  return true;
}

}  // namespace context::inline v1::detail
