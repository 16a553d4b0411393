#pragma once
/// The right to cancel a context, and the duty.
///
///   auto [ctx, cancel] = context::with_cancel(parent);
///   cancel(Overload::shed_load);  // ends ctx and all below it; see context::cause()
///   cancel();                     // does nothing any more: the first canceller wins
///
/// Go asks for `defer cancel()`. Here the destructor does it: a context that nobody can cancel any
/// more is canceled, and nobody leaks a timer.

#include <system_error>
#include <utility>

#include "context/detail/cancel_node.h"

namespace context::inline v1 {

/// Cancels the context that it was made with: when called, and when destroyed.
///
/// Threads: any number may call the same CancelFunc at once; the first canceller wins. Moving and
/// destroying it is for one thread, as ever.
/// Blocking: a call runs the callbacks of the context and of all below it, on the calling thread,
/// one after the other, and returns after the last. Where several threads cancel the same at once,
/// they share the callbacks, so two may run at the same time; no call waits for those that another
/// thread has begun, for they may be waiting for it. Who must know that a callback is through
/// destroys its AfterFunc: that waits.
/// Callbacks may derive, cancel and destroy whatever they like, this CancelFunc included. Cancels
/// may be nested in each other's callbacks as deep as they come: up to a hundred deep, each returns
/// when its callbacks have run. A deeper one ends its contexts, and leaves their tokens and
/// callbacks to the hundredth, which returns after these. A callback that throws ends the program,
/// as with std::stop_callback.
/// An empty CancelFunc (moved-from or default-constructed) does nothing when called.
class [[nodiscard]] CancelFunc {
 public:
  CancelFunc() noexcept = default;
  CancelFunc(const CancelFunc&) = delete;
  CancelFunc& operator=(const CancelFunc&) = delete;
  CancelFunc(CancelFunc&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  /// Cancels what this one stood for until now.
  CancelFunc& operator=(CancelFunc&& other) noexcept {
    CancelFunc(std::move(other)).swap(*this);
    return *this;
  }
  ~CancelFunc() {
    if (node_ == nullptr) return;
    node_->end(Errc::canceled, Errc::canceled);
    detail::release(node_);
  }

  /// Ends the context with err() == Errc::canceled, and returns once it and all below it have
  /// ended, their tokens are stopped and their callbacks have run, but for those that another
  /// thread has begun. On a context that has ended already it changes nothing, and returns once all
  /// the tokens are stopped.
  void operator()() const noexcept { (*this)(Errc::canceled); }

  /// The same, and context::cause() will give `cause`. No error as a cause means Errc::canceled.
  void operator()(std::error_code cause) const noexcept {
    if (node_ == nullptr) return;
    node_->end(Errc::canceled, cause ? cause : Errc::canceled);
  }

  void swap(CancelFunc& other) noexcept { std::swap(node_, other.node_); }

  /// For the library: takes over a share of `node`.
  explicit CancelFunc(detail::CancelNode* node) noexcept : node_(node) {}

 private:
  detail::CancelNode* node_ = nullptr;
};

}  // namespace context::inline v1
