#pragma once
/// The nodes that can end: a tree under one lock. Not for users of the library.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <utility>

#include "context/detail/node.h"
#include "context/errc.h"

namespace context::inline v1::detail {

using Clock = std::chrono::steady_clock;

struct EchoNode;
struct Sleeper;

/// The bits of CancelNode::state. Written under the tree's lock only, read by anyone.
namespace state {
inline constexpr std::uint8_t canceled = 1;           ///< = Errc::canceled
inline constexpr std::uint8_t deadline_exceeded = 2;  ///< = Errc::deadline_exceeded
inline constexpr std::uint8_t ended = canceled | deadline_exceeded;
inline constexpr std::uint8_t has_source = 4;  ///< `source` is there
inline constexpr std::uint8_t has_timer = 8;   ///< a DeadlineNode that was armed
inline constexpr std::uint8_t has_echo = 16;   ///< an EchoNode
}  // namespace state

/// What all nodes of a tree share. It lives in the tree's root.
struct Tree {
  std::mutex lock;
  /// The first nodes of the told-lists at work (see Told), linked by first_child. Written under
  /// the lock. Set before a node is marked: whoever sees a node ended and null here knows that all
  /// below it has been told.
  std::atomic<CancelNode*> tellings{nullptr};
  std::uint64_t endings = 0;  ///< how often a part of the tree was ended
};

/// EchoNodes with a share of each, linked by `next_echo`.
struct Echoes {
  EchoNode* first = nullptr;
  EchoNode* last = nullptr;

  void append(const Echoes& more) noexcept;
};

/// Those of an ended part of a tree that are still to be told, by one thread or several: each node
/// with a source, with a share of it, linked by `next`, parents before their children. The list is
/// not changed until the last of its tellers has left it.
class Told {
 public:
  Told() noexcept = default;
  /// `own` is the list that this thread has made, `helped` a node, with a share, below which other
  /// threads are telling. Both may be null. `echoes` have ended with `own`.
  Told(CancelNode* own, CancelNode* helped, Echoes echoes) noexcept
      : own_(own), helped_(helped), echoes_(echoes) {}
  Told(Told&& other) noexcept { swap(other); }
  Told& operator=(Told&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Told() = default;

  void swap(Told& other) noexcept {
    std::swap(own_, other.own_);
    std::swap(helped_, other.helped_);
    std::swap(echoes_, other.echoes_);
  }

  /// Ends what ends by an echo, and what ends by an echo of that, and keeps whom to tell.
  void mark_echoes(Errc why, std::error_code because) noexcept {
    if (echoes_.first != nullptr) mark_all_echoes(why, because);
  }

  /// Runs the callbacks, on this thread, without any lock. To be called once. Where cancels are
  /// nested too deep in callbacks, it leaves that to an outer one.
  void tell() noexcept {
    if (own_ != nullptr || helped_ != nullptr || echoes_.first != nullptr) tell_somebody();
  }

 private:
  void mark_all_echoes(Errc why, std::error_code because) noexcept;
  void tell_somebody() noexcept;
  void tell_now() noexcept;
  void tell_own_and_help() noexcept;

  CancelNode* own_ = nullptr;
  CancelNode* helped_ = nullptr;
  Echoes echoes_;
};

/// A live cancel node is owned by a CancelFunc, whose destructor ends it. It follows that a node
/// without owners has ended, and that a node which has ended is in no list of children: so freeing
/// a node needs no lock, and a parent's list of children needs no shares of them.
struct CancelNode : Node {
  /// Starts with two shares, for the Context and the CancelFunc of a Derived. `its_tree` is that
  /// which the node is going to join().
  CancelNode(Node* above, Tree& its_tree) noexcept;

  /// Becomes a child of the nearest ancestor that can end; if that one has ended, ends likewise.
  void join() noexcept;
  /// The same, for a caller who has the lock.
  void join_locked() noexcept;

  /// Ends this node and all below it. `why` and `cause` are there for all of them, and who sleeps
  /// in one of them is woken, before the first callback runs; callbacks run on this thread, outside
  /// the lock. Whoever comes second changes nothing, and does not return before the node and all
  /// below it have ended and their tokens are stopped.
  /// The caller owns a share, and callbacks may take it from them.
  void end(Errc why, std::error_code because) noexcept {
    if (ended() != 0 && tree.tellings.load(std::memory_order_acquire) == nullptr) return;
    mark_and_tell(why, because);
  }

  /// The first half of end(): all of it but the callbacks.
  [[nodiscard]] Told mark(Errc why, std::error_code because) noexcept;
  /// The same, without what ends by an echo.
  [[nodiscard]] Told mark_tree(Errc why, std::error_code because) noexcept;

  void mark_and_tell(Errc why, std::error_code because) noexcept;

  /// Makes the stop state when first called.
  [[nodiscard]] std::stop_token token();

  /// Blocks until `when` has come on the steady clock, or until the node has ended: false then.
  /// `on` (or null) is told that a thread sleeps.
  bool sleep_until(Clock::time_point when, TimeSource* on);

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
  std::uint16_t tellers = 0;  ///< the first of a told-list: how many threads tell it
  Tree& tree;
  /// The live ones; first_child->prev is the last of them. The first of a told-list: see Tree.
  CancelNode* first_child = nullptr;
  /// Sibling. Once ended: the next in the told-list, or for a node that is not in it (it has no
  /// source) the last one before it.
  CancelNode* next = nullptr;
  union {
    CancelNode* prev = nullptr;  ///< while live: sibling; null when in no list
    std::uint64_t ending;        ///< once ended: by which of the tree's endings
  };
  std::stop_source source{std::nostopstate};
  union {
    Sleeper* sleepers = nullptr;  ///< while live
    std::error_code cause;        ///< once ended; constant
  };
  Clock::time_point deadline = Clock::time_point::max();  ///< the earliest of the chain
};

/// Ends with its tree, and then something in another tree ends for the same reason: before anybody
/// in either is told, and without a callback. It has one owner, who ends it as a CancelFunc would.
struct EchoNode final : CancelNode {
  /// Takes a share of `its_target`.
  EchoNode(Node* above, CancelNode& its_target) noexcept;
  EchoNode(const EchoNode&) = delete;
  EchoNode& operator=(const EchoNode&) = delete;
  ~EchoNode() override { release(target); }

  /// Nothing: no handle leads here.
  void print(std::ostream& /*out*/) const override {}

  CancelNode* const target;
  EchoNode* next_echo = nullptr;      ///< once ended
  EchoNode* next_released = nullptr;  ///< once without an owner
  Told of_target;                     ///< once ended
};

/// The root of a tree has what the tree shares.
template <class Base>
struct Root final : Base {
  template <class... Args>
  explicit Root(Node* above, Args... args) noexcept : Base(above, own_tree, args...) {}

  Tree own_tree;
};

}  // namespace context::inline v1::detail
