#include "context/detail/call.h"

#include <condition_variable>
#include <mutex>

namespace context::inline v1::detail {

struct Caller {
  Call* waits_for = nullptr;  ///< guarded by `waiting`
};

namespace {

constinit thread_local Caller this_thread;

/// Guards who waits for whom: few wait, and not for long.
constinit std::mutex waiting;

/// Never destroyed: static objects may wait, too.
std::condition_variable& call_is_over() {
  static auto& condition = *new std::condition_variable;
  return condition;
}

}  // namespace

void Call::run() noexcept {
  runner_ = &this_thread;
  const std::uint8_t before = add(decided | begun);
  if ((before & let_go_of) != 0) return;  // the owner waits in unregister() until this returns
  if ((before & decided) == 0) make();
  if (registered.load(std::memory_order_acquire)) {
    unregister();
    registered.store(false, std::memory_order_relaxed);
  }
  std::uint8_t now = state_.load(std::memory_order_acquire);
  while ((now & let_go_of) == 0) {
    // The last touch: from here on the owner may destroy it.
    if (state_.compare_exchange_weak(now, static_cast<std::uint8_t>(now | over))) return;
  }
  if (!has(left)) {
    const std::lock_guard guard(waiting);
    if (!has(left)) {
      (void)add(over);
      call_is_over().notify_all();
      return;
    }
  }
  delete this;
}

void Call::let_go() noexcept {
  const std::uint8_t before = add(decided | let_go_of);
  if ((before & (begun | over)) != begun || wait_for_runner()) delete this;
}

void Call::leave() noexcept {
  const std::uint8_t before = add(decided | let_go_of | left);
  if ((before & (begun | over)) != begun) delete this;
}

/// False when the call is left to its runner.
bool Call::wait_for_runner() noexcept {
  if (runner_ == &this_thread) {
    (void)add(left);
    return false;
  }
  std::unique_lock guard(waiting);
  if (needs(this_thread)) {
    (void)add(left);
    return false;
  }
  this_thread.waits_for = this;
  call_is_over().wait(guard, [this] { return has(over); });
  this_thread.waits_for = nullptr;
  return true;
}

/// True when this call cannot end before one that `caller` runs. Under the lock.
bool Call::needs(const Caller& caller) const noexcept {
  const Call* call = this;
  while (call != nullptr && !call->has(over)) {
    if (call->runner_ == &caller) return true;
    call = call->runner_->waits_for;
  }
  return false;
}

}  // namespace context::inline v1::detail
