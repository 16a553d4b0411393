#pragma once
/// The nodes that can end: a tree under one lock. Not for users of the library.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <system_error>

#include "context/detail/node.h"
#include "context/errc.h"

namespace context::inline v1::detail {

using Clock = std::chrono::steady_clock;

/// The bits of CancelNode::state. Written under the tree's lock only, read by anyone.
namespace state {
inline constexpr std::uint8_t canceled = 1;           ///< = Errc::canceled
inline constexpr std::uint8_t deadline_exceeded = 2;  ///< = Errc::deadline_exceeded
inline constexpr std::uint8_t ended = canceled | deadline_exceeded;
inline constexpr std::uint8_t has_source = 4;  ///< `source` is there
inline constexpr std::uint8_t has_timer = 8;   ///< a DeadlineNode that was armed
}  // namespace state

/// A live cancel node is owned by a CancelFunc, whose destructor ends it. It follows that a node
/// without owners has ended, and that a node which has ended is in no list: so freeing a node needs
/// no lock, and a parent's list of children needs no shares of them.
struct CancelNode : Node {
  /// Starts with two shares, for the Context and the CancelFunc of a Derived. `tree_lock` is that
  /// of the tree that the node is going to join().
  CancelNode(Node* above, std::mutex& tree_lock) noexcept;

  /// Becomes a child of the nearest ancestor that can end; if that one has ended, ends likewise.
  void join() noexcept;
  /// The same, for a caller who has the lock.
  void join_locked() noexcept;

  /// Ends this node and all below it. `why` and `cause` are there for all of them before the
  /// first callback runs; callbacks run on this thread, outside the lock. Whoever comes second
  /// changes nothing, and does not return before the node has ended and its token is stopped.
  /// The caller owns a share, and callbacks may take it from him.
  void end(Errc why, std::error_code because) noexcept;

  /// Makes the stop state when first called.
  [[nodiscard]] std::stop_token token();

  [[nodiscard]] std::uint8_t ended() const noexcept {
    return state.load(std::memory_order_acquire) & state::ended;
  }
  [[nodiscard]] std::error_code err() const noexcept {
    const std::uint8_t why = ended();
    return why == 0 ? std::error_code() : make_error_code(static_cast<Errc>(why));
  }
  [[nodiscard]] CancelNode* above() const noexcept {
    return parent == nullptr ? nullptr : parent->scope;
  }

  void print(std::ostream& out) const override;

  std::atomic<std::uint8_t> state{0};
  std::mutex& lock;                   ///< the tree's; it lives in the tree's root
  CancelNode* first_child = nullptr;  ///< the live ones; first_child->prev is the last of them
  CancelNode* next = nullptr;         ///< sibling; once ended, the next in end()'s queues
  CancelNode* prev = nullptr;         ///< sibling; null when in no list
  std::stop_source source{std::nostopstate};
  std::error_code cause;                                  ///< constant once ended
  Clock::time_point deadline = Clock::time_point::max();  ///< the earliest of the chain
};

/// The root of a tree has the lock of the tree.
template <class Base>
struct Root final : Base {
  template <class... Args>
  explicit Root(Node* above, Args... args) noexcept : Base(above, own_lock, args...) {}

  std::mutex own_lock;
};

}  // namespace context::inline v1::detail
