#pragma once
/// What a Context points to. Not for users of the library: include context/context.h.
///
/// A context is a chain of nodes, each owning its parent. The nodes that can end are linked the
/// other way, too, parent to children: detail/cancel_node.h. notes/how-context-works.md has the
/// pictures.

#include <atomic>
#include <cstdint>
#include <iosfwd>
#include <utility>

namespace context::inline v1::detail {

struct CancelNode;
struct ValueNode;
class TimeSource;

/// What all nodes have. Everything but `refs` is constant once a second thread can see the node.
struct Node {
  /// A node with nothing above it: the end of a chain.
  constexpr Node() noexcept = default;

  /// A node below `above` (null: the background); make_below() takes the share of it.
  explicit Node(Node* above) noexcept : parent(above) {
    if (above == nullptr) return;
    scope = above->scope;
    values = above->values;
    time = above->time;
  }

  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;
  virtual ~Node() = default;

  /// Writes this link of the chain, such as ".with_cancel", without its ancestors.
  virtual void print(std::ostream& out) const = 0;

  void retain() noexcept { refs.fetch_add(1, std::memory_order_relaxed); }

  /// Gives back one share. True when it was the last one, and the caller must destroy the node.
  /// A sole owner needs no locked instruction: nobody else is there to take a share.
  [[nodiscard]] bool drop() noexcept {
    return refs.load(std::memory_order_acquire) == 1 ||
           refs.fetch_sub(1, std::memory_order_acq_rel) == 1;
  }

  Node* parent = nullptr;       ///< owned; null is the background
  CancelNode* scope = nullptr;  ///< the nearest node that can end, this one included
  ValueNode* values = nullptr;  ///< the nearest node with a value, this one included
  TimeSource* time = nullptr;   ///< where deadlines come due; null is the real time
  std::atomic<std::uint32_t> refs{1};
};

/// A new T below `above`, with a share of it; no share when T's constructor throws.
template <class T, class... Args>
T* make_below(Node* above, Args&&... args) {
  T* const node = new T(above, std::forward<Args>(args)...);
  if (above != nullptr) above->retain();
  return node;
}

/// Hands the values and the clock on, and no end.
struct WithoutCancelNode final : Node {
  explicit WithoutCancelNode(Node* above) noexcept : Node(above) { scope = nullptr; }
  void print(std::ostream& out) const override;
};

/// Destroys `node`, and then each ancestor that loses its last owner with it. No recursion: a chain
/// may be a million long.
void destroy(Node* node) noexcept;

/// A share of a node, 8 bytes. Null is the background.
class Ref {
 public:
  Ref() noexcept = default;
  /// Takes over a share that the caller has.
  static Ref adopt(Node* node) noexcept {
    Ref ref;
    ref.node_ = node;
    return ref;
  }
  /// Takes a new share.
  static Ref share(Node* node) noexcept {
    if (node != nullptr) node->retain();
    return adopt(node);
  }

  Ref(const Ref& other) noexcept : node_(other.node_) {
    if (node_ != nullptr) node_->retain();
  }
  Ref(Ref&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(node_, other.node_);
    return *this;
  }
  ~Ref() {
    if (node_ != nullptr && node_->drop()) destroy(node_);
  }

  [[nodiscard]] Node* get() const noexcept { return node_; }
  friend bool operator==(const Ref&, const Ref&) noexcept = default;

 private:
  Node* node_ = nullptr;
};

/// Gives back a share.
inline void release(Node* node) noexcept { Ref::adopt(node); }

}  // namespace context::inline v1::detail
