#include <limits>
#include <mutex>
#include <new>
#include <utility>

#include "context/detail/cancel_node.h"

namespace context::inline v1::detail {
namespace {

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

/// How deep cancels may be nested in each other's callbacks on one thread. What comes below that is
/// told from above: no stack is deep enough for a hundred thousand.
constexpr int deepest = 100;

struct Postponed {
  Told told;
  Postponed* next = nullptr;
};

struct Nesting {
  int depth = 0;
  Postponed* first = nullptr;
  Postponed* last = nullptr;
};
constinit thread_local Nesting nesting;

/// False without memory.
bool postpone(Told& told) noexcept {
  auto* const postponed = new (std::nothrow) Postponed;
  if (postponed == nullptr) return false;
  postponed->told.swap(told);
  (nesting.first == nullptr ? nesting.first : nesting.last->next) = postponed;
  nesting.last = postponed;
  return true;
}

}  // namespace

void Echoes::append(const Echoes& more) noexcept {
  if (more.first == nullptr) return;
  (first == nullptr ? first : last->next_echo) = more.first;
  last = more.last;
}

void Told::mark_all_echoes(Errc why, std::error_code because) noexcept {
  for (EchoNode* echo = echoes_.first; echo != nullptr; echo = echo->next_echo) {
    echo->of_target = echo->target->mark_tree(why, because);
    echoes_.append(std::exchange(echo->of_target.echoes_, {}));
  }
}

void Told::tell_own_and_help() noexcept {
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

void Told::tell_now() noexcept {
  tell_own_and_help();
  while (EchoNode* const echo = echoes_.first) {
    echoes_.first = echo->next_echo;
    echo->of_target.tell_own_and_help();
    release(echo);
  }
}

void Told::tell_somebody() noexcept {
  if (nesting.depth == deepest && postpone(*this)) return;
  ++nesting.depth;
  tell_now();
  while (nesting.depth == deepest && nesting.first != nullptr) {
    Postponed* const next = std::exchange(nesting.first, nesting.first->next);
    next->told.tell_now();
    delete next;
  }
  --nesting.depth;
}

}  // namespace context::inline v1::detail
