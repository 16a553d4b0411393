#pragma once
/// A call to make once a context has ended.
///
///   const auto hang_up = context::after_func(ctx, [&] { socket.shutdown(); });
///   socket.read(buffer);              // comes back early when ctx ends
///   if (ctx.err()) return ctx.err();  // not `if (!hang_up.stop())`: that is another question

#include <utility>

#include "context/detail/call.h"

namespace context::inline v1 {

/// Stands for a call that after_func() has arranged. Its destructor takes the call back.
///
/// Threads: stop() from any, at any time; moving and destroying it is for one thread.
/// Lifetime: what the call refers to must live until the AfterFunc is destroyed, and no longer.
/// Blocking: stop() never waits. The destructor waits for a call that runs on another thread to
/// return, so do not destroy it under a lock which the call wants. It does not wait for a call that
/// waits for this thread in turn: a call may destroy its own AfterFunc, and two that run on two
/// threads may destroy each other's, where std::stop_callback would wait for ever. Such a call
/// keeps what it owns until it returns; what it refers to must live until then.
class [[nodiscard("dropping it takes the call back at once")]] AfterFunc {
 public:
  /// Stands for nothing.
  AfterFunc() noexcept = default;
  AfterFunc(const AfterFunc&) = delete;
  AfterFunc& operator=(const AfterFunc&) = delete;
  AfterFunc(AfterFunc&& other) noexcept : call_(std::exchange(other.call_, nullptr)) {}
  /// Takes back the call that this one stood for until now.
  AfterFunc& operator=(AfterFunc&& other) noexcept {
    AfterFunc(std::move(other)).swap(*this);
    return *this;
  }
  ~AfterFunc() {
    if (call_ != nullptr) call_->let_go();
  }

  /// True when this prevented the call. False when the call has begun or was taken back before; it
  /// may still be running. A moved-from AfterFunc says false. It says nothing about the context,
  /// which may have ended also when the call was prevented in the last moment: ask its err().
  /// To ignore the answer is fine. NOLINTNEXTLINE(modernize-use-nodiscard)
  bool stop() const noexcept { return call_ != nullptr && call_->prevent(); }

  void swap(AfterFunc& other) noexcept { std::swap(call_, other.call_); }

  /// For the library: takes over `call`.
  explicit AfterFunc(detail::Call* call) noexcept : call_(call) {}

 private:
  detail::Call* call_ = nullptr;
};

}  // namespace context::inline v1
