#pragma once
/// Contexts and the cancellation slots of Boost.Asio, both ways. Needs Boost 1.77 or later; nothing
/// else of the library includes this.
///
/// An operation, or a whole coroutine, that is cancelled when a context ends:
///
///   void start(const context::Context& ctx, boost::asio::io_context& io) {
///     auto stop = std::make_shared<context::asio::Cancellation>(ctx, io.get_executor());
///     boost::asio::co_spawn(io, serve(), bind_cancellation_slot(stop->slot(), [stop](auto) {}));
///   }
///
/// And an operation of your own, made of a blocking call that wants a context:
///
///   template <class Token>
///   auto async_fetch(Store& store, boost::asio::thread_pool& pool, Token&& token) {
///     const auto initiate = [&](auto handler) {
///       auto slot = get_associated_cancellation_slot(handler);
///       auto work = boost::asio::make_work_guard(handler);
///       post(pool, [&store, slot, work = std::move(work), handler = std::move(handler),
///                   ctx = context::asio::from(slot)]() mutable {
///         auto answer = store.fetch(ctx);
///         dispatch(work.get_executor(), [slot, answer, handler = std::move(handler)]() mutable {
///           slot.clear();
///           std::move(handler)(answer);
///         });
///       });
///     };
///     return boost::asio::async_initiate<Token, void(std::string)>(initiate, token);
///   }

#include <memory>
#include <utility>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include "context/context.h"

namespace context::inline v1::asio {

/// Emits a cancellation signal once a context has ended. It serves one operation at a time, or one
/// coroutine with all its operations.
///
/// Threads: the context may end on any thread; the signal is emitted on the executor, never at once
/// but by post(). A signal is not thread-safe: so the executor is that of the operation (a strand,
/// when several threads run it), and the operation is started there, too, or before anybody runs
/// it. What is started in the same handler as this object is not missed, also when the context has
/// ended before. Whoever starts another operation later looks at ctx.err() first: a signal that
/// found nobody is not repeated.
/// Lifetime: as an Asio signal, it must live until the operation has completed; let the handler
/// own it. What the executor belongs to must live until then, too. It keeps the context: one of
/// merge() or from() lasts as long.
/// Errors: std::bad_alloc; where post() throws it as the context ends, the program ends.
class Cancellation {
 public:
  template <class Executor>
  Cancellation(const Context& ctx, Executor executor,
               boost::asio::cancellation_type type = boost::asio::cancellation_type::terminal)
      : ctx_(ctx),
        signal_(std::make_shared<boost::asio::cancellation_signal>()),
        emit_(after_func(ctx, [signal = signal_, executor = std::move(executor), type] {
          boost::asio::post(executor, [signal, type] { signal->emit(type); });
        })) {}

  /// To be bound to the operation: `bind_cancellation_slot(stop.slot(), token)`.
  [[nodiscard]] boost::asio::cancellation_slot slot() const noexcept { return signal_->slot(); }

 private:
  Context ctx_;
  std::shared_ptr<boost::asio::cancellation_signal> signal_;
  AfterFunc emit_;
};

/// A context below `parent` that ends when the signal of `slot` is emitted, whatever its type, on
/// the thread that emits. It takes the place in the slot: when the slot is cleared, given to
/// another handler or loses its signal, the context ends, too. A slot without a signal gives
/// `parent`.
///
/// Threads: as cancellation_slot: call this, and clear the slot, where the signal is emitted.
/// Errors: std::bad_alloc.
[[nodiscard]] inline Context from(boost::asio::cancellation_slot slot,
                                  const Context& parent = background()) {
  struct Cancel {
    CancelFunc cancel;
    explicit Cancel(CancelFunc given) noexcept : cancel(std::move(given)) {}
    void operator()(boost::asio::cancellation_type) const noexcept { cancel(); }
  };
  if (!slot.is_connected()) return parent;
  Derived derived = with_cancel(parent);
  slot.emplace<Cancel>(std::move(derived.cancel));
  return derived.ctx;
}

}  // namespace context::inline v1::asio
