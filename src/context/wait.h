#pragma once
/// Waiting for something, or for the end of a context, whichever comes first.
///
///   std::unique_lock lock(mutex);
///   if (const auto err = context::wait_until(ctx, ready, lock, [&] { return !queue.empty(); })) {
///     return err;  // nobody wants it any more
///   }
///   return serve(queue.front());

#include <condition_variable>
#include <system_error>
#include <utility>

#include "context/context.h"

namespace context::inline v1 {

/// Blocks until `pred()` is true or `ctx` has ended. No error: pred() is true, and ctx was live
/// after that. Else ctx.err(), also when both came at once: cancellation wins ties. What came then
/// is still there, for whoever looks.
///
/// Threads: as std::condition_variable_any::wait(). `lock` is locked by this thread, and is so
/// again when this returns; pred is only called under it. The end of ctx wakes the waiter by
/// itself, whatever lock the canceller holds; for all else, change what pred reads under the mutex,
/// and notify `changed`.
/// Lifetime: all of it must live until this returns.
/// Errors: std::bad_alloc, before it waits, and what pred throws.
template <class Lock, class Predicate>
std::error_code wait_until(const Context& ctx, std::condition_variable_any& changed, Lock& lock,
                           Predicate pred) {
  changed.wait(lock, ctx.done(), std::move(pred));
  return ctx.err();
}

/// A std::condition_variable cannot be woken by the end of a context without its lock, which the
/// canceller may hold. Take a std::condition_variable_any.
template <class Lock, class Predicate>
std::error_code wait_until(const Context&, std::condition_variable&, Lock&, Predicate) = delete;

}  // namespace context::inline v1
