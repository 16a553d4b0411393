#include "context/detail/cancel_node.h"

#include <condition_variable>
#include <limits>

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

/// Ends `top` and all below it, under the tree's lock; gives the list of those whose source is to
/// be told, each with a share. Parents come before their children, siblings in the order of
/// derivation, and all that is below a node directly after it.
CancelNode* end_tree(CancelNode& top, Errc why, std::error_code cause) noexcept {
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
    if ((before & state::has_timer) != 0) node->time->disarm(static_cast<DeadlineNode&>(*node));
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

bool is_below(const CancelNode* node, const CancelNode& top) noexcept {
  while (node != nullptr && node != &top) node = node->above();
  return node != nullptr;
}

/// The first of the told-list that is `node` or below it; null when none is. The others follow it
/// directly: `node` was ended together with the whole list, or else by itself, and then all of the
/// list is below it or nothing is.
CancelNode* first_below(CancelNode& list, CancelNode& node) noexcept {
  CancelNode* first = &list;
  if (node.ending == list.ending) {
    const bool is_told = (node.state.load(std::memory_order_relaxed) & state::has_source) != 0;
    if (is_told) return &node;
    if (node.next != nullptr) first = node.next->next;
  }
  return is_below(first, node) ? first : nullptr;
}

void tell_below(CancelNode* told, const CancelNode& node) noexcept {
  for (const CancelNode* before = nullptr; told != nullptr; told = told->next) {
    const CancelNode* const above = told->above();
    const bool is_sibling = before != nullptr && before != &node && above == before->above();
    if (!is_sibling && above != before && !is_below(told, node)) return;
    told->source.request_stop();
    before = told;
  }
}

/// A teller of the list leaves it, under the lock. The last one gets the list, to release it.
CancelNode* leave(CancelNode* list) noexcept {
  if (--list->tellers != 0) return nullptr;
  std::atomic<CancelNode*>& tellings = list->tree.tellings;
  CancelNode* const next = std::exchange(list->first_child, nullptr);
  CancelNode* each = tellings.load(std::memory_order_relaxed);
  if (each == list) {
    tellings.store(next, std::memory_order_release);
  } else {
    while (each->first_child != list) each = each->first_child;
    each->first_child = next;
  }
  return list;
}

void release_all(CancelNode* list) noexcept {
  while (list != nullptr) release(std::exchange(list, list->next));
}

/// Tells what others are telling below `node`: they may not have come that far.
void help(CancelNode& node) noexcept {
  constexpr auto most = std::numeric_limits<decltype(node.tellers)>::max();
  Tree& tree = node.tree;
  CancelNode* finished = nullptr;  // lists that are left to us, linked by first_child
  std::unique_lock guard(tree.lock);
  CancelNode* list = tree.tellings.load(std::memory_order_relaxed);
  while (list != nullptr) {
    CancelNode* next = list->first_child;
    if (CancelNode* const first = first_below(*list, node); first && list->tellers < most) {
      ++list->tellers;
      guard.unlock();
      tell_below(first, node);
      guard.lock();
      next = list->first_child;
      if (leave(list) != nullptr) list->first_child = std::exchange(finished, list);
    }
    list = next;
  }
  guard.unlock();
  while (finished != nullptr) {
    CancelNode* const list_to_release = finished;
    finished = std::exchange(finished->first_child, nullptr);
    release_all(list_to_release);
  }
}

}  // namespace

CancelNode::CancelNode(Node* above, Tree& its_tree) noexcept : Node(above), tree(its_tree) {
  refs.store(2, std::memory_order_relaxed);
  if (scope != nullptr) {
    deadline = scope->deadline;
    deadline_is_told = scope->deadline_is_told;
  }
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

Told CancelNode::mark(Errc why, std::error_code because) noexcept {
  const std::lock_guard guard(tree.lock);
  CancelNode* const others = tree.tellings.load(std::memory_order_relaxed);
  CancelNode* own = nullptr;
  if (ended() == 0) {
    if (others == nullptr) tree.tellings.store(this, std::memory_order_relaxed);
    own = end_tree(*this, why, because);
    if (own != nullptr) {
      own->tellers = 1;
      own->first_child = others;
    }
    tree.tellings.store(own == nullptr ? others : own, std::memory_order_release);
  }
  if (others != nullptr) retain();
  return {own, others == nullptr ? nullptr : this};
}

void Told::tell() noexcept {
  if (own_ != nullptr) {
    for (CancelNode* node = own_; node != nullptr; node = node->next) node->source.request_stop();
    std::unique_lock guard(own_->tree.lock);
    CancelNode* const list = leave(own_);
    guard.unlock();
    release_all(list);
  }
  if (helped_ != nullptr) {
    help(*helped_);
    release(helped_);
  }
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
