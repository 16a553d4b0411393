#pragma once
/// Who asked for this work, and do they still want it? A Context goes down the call chain as the
/// first argument, and the answer comes back up at once:
///
///   std::jthread worker;  // above `cancel`, so that it is joined after the cancellation
///   auto [ctx, cancel] = context::with_cancel(request.context());
///   worker = std::jthread([ctx] {
///     while (!ctx.err()) work_a_little();
///   });
///   answer(request);  // if this throws, too, `cancel` goes, and the worker sees it
///
/// Work that waits instead of looking takes the token:
///
///   ready.wait(lock, ctx.done(), [&] { return !queue.empty(); });
///   if (ctx.err()) return;  // cancellation wins ties
///
/// Contexts form a tree. What ends a context ends all that was derived from it, and never its
/// parent. The names are those of Go's package context; notes/go-to-cpp.md has the table.

#include <chrono>
#include <iosfwd>
#include <optional>
#include <stop_token>
#include <system_error>
#include <type_traits>
#include <utility>

#include "context/after_func.h"
#include "context/cancel_func.h"
#include "context/detail/node.h"
#include "context/detail/value_node.h"
#include "context/errc.h"
#include "context/fwd.h"

namespace context::inline v1 {

/// The clock of deadlines: it never jumps.
using Clock = std::chrono::steady_clock;

/// A cheap handle (8 bytes, one count) on an immutable context.
///
/// Threads: the context behind it may be used by any number of threads at once. As with a
/// std::shared_ptr, each thread needs a handle of its own if one of them assigns to it.
/// Lifetime: a Context keeps itself and its ancestors readable, not live: when its CancelFunc goes,
/// it ends. A default-constructed or moved-from Context is the background.
/// Blocking: nothing here waits.
class Context {
 public:
  /// The background.
  Context() noexcept = default;

  /// A token to wait with, whose stop is requested once the context has ended. Callbacks registered
  /// with it run on the canceller's thread (a deadline's: on the library's). The first call for a
  /// context allocates its stop state and may throw std::bad_alloc. For a context that nothing can
  /// end, stop_possible() is false.
  [[nodiscard]] std::stop_token done() const;

  /// Why the context has ended: Errc::canceled or Errc::deadline_exceeded; no error while it is
  /// live. It is set before any callback runs, and never changes afterwards.
  [[nodiscard]] std::error_code err() const noexcept {
    const detail::CancelNode* const scope = this->scope();
    return scope == nullptr ? std::error_code() : scope->err();
  }

  /// When the context is going to end at the latest: the earliest deadline of its chain. None for a
  /// context without.
  [[nodiscard]] std::optional<Clock::time_point> deadline() const noexcept {
    const detail::CancelNode* const scope = this->scope();
    if (scope == nullptr || scope->deadline == Clock::time_point::max()) return std::nullopt;
    return scope->deadline;
  }

  /// The value that the nearest with_value<Key>() above put here; nullptr when there is none. It
  /// lives as long as any context derived from the one that has it.
  template <class Key>
  [[nodiscard]] const detail::ValueType<Key>* value() const noexcept;

  /// True for two handles on the same context; one derived from it is another context.
  friend bool operator==(const Context&, const Context&) noexcept = default;

  /// For the library: the handle that owns `node`, and the node.
  explicit Context(detail::Ref node) noexcept : node_(std::move(node)) {}
  [[nodiscard]] detail::Node* node() const noexcept { return node_.get(); }

 private:
  [[nodiscard]] detail::CancelNode* scope() const noexcept {
    const detail::Node* const node = node_.get();
    return node == nullptr ? nullptr : node->scope;
  }

  detail::Ref node_;
};

/// The root of all contexts: never ends, has no deadline and no values. For main(), tests, and the
/// top of what serves requests. Costs nothing.
[[nodiscard]] inline Context background() noexcept { return {}; }

/// A background for code that does not know yet which context to use. It says so when printed.
[[nodiscard]] Context todo() noexcept;

/// A derived context, and the right to cancel it. Meant to be taken apart at once:
/// `auto [ctx, cancel] = with_cancel(parent);`. When `cancel` goes out of scope, ctx ends. So does
/// it in `with_timeout(parent, 1s).ctx`, at once, and no compiler can be made to say so: the rest
/// of the temporary goes.
struct [[nodiscard("the context ends at once when its CancelFunc is dropped")]] Derived {
  Context ctx;
  CancelFunc cancel;
};

/// A context that ends when `cancel` is called or destroyed, or when `parent` ends, whichever comes
/// first. Derived from an ended parent, it has ended, too, for the parent's reason. One allocation;
/// throws std::bad_alloc.
Derived with_cancel(const Context& parent);

/// The same as with_cancel(); the name tells the reader that `cancel(cause)` is going to be used.
Derived with_cancel_cause(const Context& parent);

/// A context that ends at `deadline`, with err() == Errc::deadline_exceeded, unless it ends sooner.
/// A deadline can be shorter than the parent's, never longer: a later one leaves the parent's in
/// force. One that has come already ends the context at once; Clock::time_point::max() is none.
///
/// Threads: callbacks of a deadline run on threads of the library, "context-timer". They may take
/// their time, block, sleep, wait for other deadlines: no deadline waits for another's callbacks.
/// Each that blocks keeps a thread, though. Under a testing::ManualClock they run on the thread
/// that advances it. The first of the threads starts with the first deadline. They end when the
/// program does, which waits a second at most for callbacks that still run; deadlines that come
/// later than that do not fire. In a child of fork() deadlines come due from its own first one on,
/// or the first sleep in a context that has one.
/// Errors: std::bad_alloc; std::system_error if the first thread cannot start.
Derived with_deadline(const Context& parent, Clock::time_point deadline);

/// with_deadline(), so far from now. A timeout of zero or less ends the context at once; one too
/// long for the clock is none, in whatever unit: std::chrono::hours::max(), years(300).
Derived with_timeout(const Context& parent, Clock::duration timeout);

/// The same, and context::cause() will give `cause` if it is this deadline that ends the context.
/// No error as a cause means Errc::deadline_exceeded.
Derived with_deadline_cause(const Context& parent, Clock::time_point deadline,
                            std::error_code cause);
Derived with_timeout_cause(const Context& parent, Clock::duration timeout, std::error_code cause);

/// Why the context ended, in the words of whoever ended it: the cause that the first canceller gave
/// here or in an ancestor, else the same as err(). No error while the context is live.
[[nodiscard]] std::error_code cause(const Context& ctx) noexcept;

/// A context with a value more: `ctx.value<Key>()` finds it here and in all that is derived from
/// it. Never ends by itself: it ends with `parent`. A key is a type, so two modules cannot collide.
/// In another shared object the type of the same name is the same key, with hidden symbols, too; a
/// type in an unnamed namespace is known to its own object only. Needs RTTI.
///
///   struct TraceId {
///     using value_type = std::string;
///   };
///   const auto ctx = context::with_value<TraceId>(parent, "105445aa7843bc8b");
///   if (const std::string* id = ctx.value<TraceId>()) log << *id;
///
/// Values inform, they never control: no optional arguments, no services (notes/values.md).
/// One allocation. Errors: std::bad_alloc, and what moving the value throws; nothing is left behind
/// then.
template <class Key>
[[nodiscard]] Context with_value(const Context& parent, detail::ValueType<Key> value) {
  auto* const node = detail::make_below<detail::ValueNodeOf<Key>>(parent.node(), std::move(value));
  return Context(detail::Ref::adopt(node));
}

template <class Key>
const detail::ValueType<Key>* Context::value() const noexcept {
  if (node_.get() == nullptr) return nullptr;
  for (const detail::ValueNode* node = node_.get()->values; node != nullptr; node = node->outer) {
    if (node->template is<Key>()) {
      return &static_cast<const detail::ValueNodeOf<Key>*>(node)->value;
    }
  }
  return nullptr;
}

/// A context with the values of `parent` and nothing else of it: no end, no deadline. For the work
/// that must be done after the client has gone: an audit line, a rollback. Give it a timeout of its
/// own.
[[nodiscard]] Context without_cancel(const Context& parent);

/// A context that ends when `token` is stopped, with Errc::canceled, on the thread that stops it
/// and before its request_stop() returns. For code that gets a std::stop_token, and calls code that
/// wants a context:
///
///   void worker(std::stop_token stop) {
///     const auto ctx = context::from(stop);
///     while (!context::sleep_for(ctx, 1s)) report();
///   }
///
/// A token that is stopped already gives a context that has ended; one that nobody can stop gives
/// the background.
/// Lifetime: the link to the token lasts while anybody holds the context, or one derived from it.
/// With the last of these handles it ends, as if cancelled, on the thread that drops it: a token of
/// it, got from done(), is stopped then. Dropping it never waits for a request_stop() that runs.
/// Errors: std::bad_alloc.
[[nodiscard]] Context from(std::stop_token token);

/// A context that ends with the first of two that ends, for the same reason: err() and cause() are
/// those of that one, or of `first` when both have ended already. Its deadline is the earlier one,
/// its values and its clock are those of `first`: a deadline that `second` has on another clock
/// ends it when it comes, but deadline() does not tell it.
///
///   const auto either = context::merge(request.context(), shutting_down);
///   const auto answer = store.fetch(either);
///
/// Threads: when it is `second` that ends, the merged context ends on that canceller's thread,
/// before any callback of `second` runs; its own follow those. Its err() may come a moment after
/// that of `second`.
/// Lifetime: as with from(). It keeps both readable.
/// Errors: std::bad_alloc.
[[nodiscard]] Context merge(const Context& first, const Context& second);

/// Arranges that `f()` runs once `ctx` has ended, at most once; at once, before this returns, if it
/// has ended already. Keep what is returned: it takes the call back when it goes.
///
/// Threads: f runs on the canceller's thread, as with std::stop_callback (Go starts a goroutine).
/// An exception that leaves f ends the program.
/// One allocation, and the context's stop state if nobody has asked for it before. Errors:
/// std::bad_alloc, and what copying or moving f throws.
template <class F>
AfterFunc after_func(const Context& ctx, F&& f) {
  using Stored = std::decay_t<F>;
  static_assert(std::is_invocable_v<Stored>, "after_func calls f(), without arguments");
  return AfterFunc(new detail::CallOf<Stored>(ctx.done(), std::forward<F>(f)));
}

/// Writes the chain, for a log or a failed test: "background.with_cancel.with_value(TraceId)". What
/// has ended says so: "with_cancel[canceled]". A timeout that is longer than its parent's has no
/// timer, and reads "with_cancel".
std::ostream& operator<<(std::ostream& out, const Context& ctx);

/// Blocks the calling thread for `duration`, or until `ctx` ends. No error when it slept to the
/// end; else ctx.err(), at once if ctx has ended already. Zero or less does not sleep.
/// Errors: as with_timeout().
std::error_code sleep_for(const Context& ctx, Clock::duration duration);

/// The same, until `when` on the clock that ctx lives on; a moment that is past does not sleep.
/// Clock::time_point::max() is never: it sleeps until ctx ends. context/wait.h waits for a
/// condition.
std::error_code sleep_until(const Context& ctx, Clock::time_point when);

}  // namespace context::inline v1

#include "context/detail/durations.h"
