// Takes data that come when the store has been told to stop. Caught by: AsyncFetch.is_too_late_with_data_that_come_when_patience_is_over
#include "fetch.h"

#include <boost/asio.hpp>

namespace {

using namespace boost::asio;

/// What the store says; an error is a result here, for a race in which one throws goes on.
awaitable<Answer> ask(Store& store) {
  std::error_code error;
  try {
    co_return co_await store.fetch();
  } catch (const boost::system::system_error& failure) {
    error = failure.code();
  }
  co_await this_coro::reset_cancellation_state(disable_cancellation());
  co_await store.roll_back();
  co_return std::unexpected(error);
}

}  // namespace

void async_fetch(context::Context ctx, any_io_executor executor, std::shared_ptr<Store> store,
                 context::Clock::duration patience, std::function<void(Answer)> done) {
  post(executor, [=]() mutable {
    if (ctx.err()) return done(std::unexpected(ctx.err()));
    struct Call {
      explicit Call(const any_io_executor& executor) : alarm(executor) {}
      steady_timer alarm;
      cancellation_signal stop;
      bool late = false;
      context::AfterFunc told;
    };
    const auto call = std::make_shared<Call>(executor);
    const auto emit = [weak = std::weak_ptr(call)] {
      if (const auto alive = weak.lock()) alive->stop.emit(cancellation_type::terminal);
    };
    const auto run = [](std::shared_ptr<Store> its) -> awaitable<Answer> {
      co_return co_await ask(*its);
    };
    co_spawn(
        executor, run(std::move(store)),
        bind_cancellation_slot(call->stop.slot(), [=](const std::exception_ptr&, Answer answer) {
          call->alarm.cancel();
          call->told = {};
          if (!answer && call->late) answer = std::unexpected(context::Errc::deadline_exceeded);
          done(ctx.err() ? std::unexpected(ctx.err()) : answer);
        }));
    call->alarm.expires_after(patience);
    call->alarm.async_wait([=, weak = std::weak_ptr(call)](boost::system::error_code failure) {
      const auto alive = weak.lock();
      if (failure || !alive) return;
      alive->late = true;
      emit();
    });
    call->told = context::after_func(ctx, [=] { post(executor, emit); });
  });
}
