#pragma once
/// A call to make once a context has ended.
///
///   const auto hang_up = context::after_func(ctx, [&] { socket.shutdown(); });
///   socket.read(buffer);              // comes back early when ctx ends
///   if (ctx.err()) return ctx.err();  // not `if (!hang_up.stop())`: that is another question

#include <atomic>
#include <stop_token>
#include <utility>

namespace context::inline v1 {
namespace detail {

/// A call that is made at most once, and can be taken back.
class Call {
 public:
  Call() = default;
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  virtual ~Call() = default;

  /// True for one caller only, who decides whether the call is made.
  [[nodiscard]] bool take() noexcept { return !taken_.exchange(true, std::memory_order_acq_rel); }

 private:
  std::atomic<bool> taken_{false};
};

template <class F>
class CallOf final : public Call {
 public:
  template <class G>
  CallOf(const std::stop_token& token, G&& f)
      : f_(std::forward<G>(f)), registration_(token, Run{this}) {}

 private:
  struct Run {
    CallOf* call;
    void operator()() const noexcept {
      if (call->take()) std::move(call->f_)();
    }
  };

  F f_;
  std::stop_callback<Run> registration_;  ///< last: it may run at once, and is the first to go
};

}  // namespace detail

/// Stands for a call that after_func() has arranged. Its destructor takes the call back.
///
/// Threads: stop() from any, at any time; moving and destroying it is for one thread.
/// Lifetime: what the call refers to must live until the AfterFunc is destroyed, and no longer.
/// Blocking: stop() never waits. The destructor waits for a call that runs on another thread to
/// return, so do not destroy it under a lock which the call wants. A call may destroy its own
/// AfterFunc, if it then touches its captures no more.
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
  ~AfterFunc() { delete call_; }

  /// True when this prevented the call. False when the call has begun or was taken back before; it
  /// may still be running. A moved-from AfterFunc says false. It says nothing about the context,
  /// which may have ended also when the call was prevented in the last moment: ask its err().
  /// To ignore the answer is fine. NOLINTNEXTLINE(modernize-use-nodiscard)
  bool stop() const noexcept { return call_ != nullptr && call_->take(); }

  void swap(AfterFunc& other) noexcept { std::swap(call_, other.call_); }

  /// For the library: takes over `call`.
  explicit AfterFunc(detail::Call* call) noexcept : call_(call) {}

 private:
  detail::Call* call_ = nullptr;  // no std::unique_ptr: <memory> is a tenth of what context.h costs
};

}  // namespace context::inline v1
