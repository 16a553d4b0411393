#include "context/detail/cancel_node.h"

#include "context/detail/time_source.h"

namespace context::inline v1::detail {
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

/// A queue of nodes that hang together by `next`.
class Queue {
 public:
  void push(CancelNode* node) noexcept { append(node, node); }

  /// Appends the chain that starts with `first` and ends with `last`.
  void append(CancelNode* first, CancelNode* last) noexcept {
    last->next = nullptr;
    (first_ == nullptr ? first_ : last_->next) = first;
    last_ = last;
  }

  CancelNode* pop() noexcept {
    CancelNode* const node = first_;
    if (node != nullptr) first_ = node->next;
    return node;
  }

 private:
  CancelNode* first_ = nullptr;
  CancelNode* last_ = nullptr;
};

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

/// Ends `top` and all below it, under the tree's lock; `told` gets those whose source is to be
/// told, each with a share. Parents come before their children, siblings in the order of
/// derivation.
void end_tree(CancelNode& top, Errc why, std::error_code cause, Queue& told) noexcept {
  if (top.prev != nullptr) unlink(*top.above(), top);
  Queue walk;
  walk.push(&top);
  while (CancelNode* const node = walk.pop()) {
    if (CancelNode* const child = std::exchange(node->first_child, nullptr)) {
      walk.append(child, child->prev);
    }
    node->cause = cause;
    const std::uint8_t before = node->state.load(std::memory_order_relaxed);
    if ((before & state::has_timer) != 0) node->time->disarm(static_cast<DeadlineNode&>(*node));
    if ((before & state::has_source) != 0) {
      node->retain();
      told.push(node);
    }
    // The last touch: from here on the owner of a node without a source may free it.
    node->state.store(before | static_cast<std::uint8_t>(why), std::memory_order_release);
  }
}

}  // namespace

CancelNode::CancelNode(Node* above, std::mutex& tree_lock) noexcept : Node(above), lock(tree_lock) {
  refs.store(2, std::memory_order_relaxed);
  if (scope != nullptr) deadline = scope->deadline;
  scope = this;
}

void CancelNode::join() noexcept {
  if (above() == nullptr) return;
  const std::lock_guard guard(lock);
  join_locked();
}

void CancelNode::join_locked() noexcept {
  CancelNode* const parent_node = above();
  if (parent_node == nullptr) return;
  if (const std::uint8_t why = parent_node->ended(); why != 0) {
    cause = parent_node->cause;
    state.store(why, std::memory_order_release);
  } else {
    link(*parent_node, *this);
  }
}

void CancelNode::end(Errc why, std::error_code because) noexcept {
  Queue told;
  bool first = ended() == 0;
  if (first) {
    const std::lock_guard guard(lock);
    first = ended() == 0;
    if (first) end_tree(*this, why, because, told);
  }
  if (!first && (state.load(std::memory_order_acquire) & state::has_source) != 0) {
    const Ref kept = Ref::share(this);  // a callback may destroy all that the caller has of it
    source.request_stop();              // the first one may not have come that far
  }
  while (CancelNode* const node = told.pop()) {
    node->source.request_stop();
    release(node);
  }
}

std::stop_token CancelNode::token() {
  if (ended() == 0 && (state.load(std::memory_order_acquire) & state::has_source) == 0) {
    std::stop_source fresh;  // allocates: not under the lock
    const std::lock_guard guard(lock);
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

}  // namespace context::inline v1::detail
