// Has no race: the alarm emits the same signal as the end of the context.
#include "fetch.h"

#include <boost/asio.hpp>

namespace {

using namespace boost::asio;

struct Call {
  explicit Call(const any_io_executor& executor) : alarm(executor) {}
  steady_timer alarm;
  cancellation_signal stop;
  bool fetched = false;
  bool late = false;
  context::AfterFunc told;
};

awaitable<Answer> ask(std::shared_ptr<Call> call, std::shared_ptr<Store> store) {
  Answer answer;
  try {
    answer = co_await store->fetch();
  } catch (const boost::system::system_error& failure) {
    answer = std::unexpected(std::error_code(failure.code()));
  }
  call->fetched = true;
  call->alarm.cancel();
  if (!answer) {
    co_await this_coro::reset_cancellation_state(disable_cancellation());
    co_await store->roll_back();
  }
  co_return answer;
}

}  // namespace

void async_fetch(context::Context ctx, any_io_executor executor, std::shared_ptr<Store> store,
                 context::Clock::duration patience, std::function<void(Answer)> done) {
  post(executor, [=]() mutable {
    if (ctx.err()) return done(std::unexpected(ctx.err()));
    const auto call = std::make_shared<Call>(executor);
    const auto emit = [weak = std::weak_ptr(call)] {
      if (const auto alive = weak.lock()) alive->stop.emit(cancellation_type::terminal);
    };
    co_spawn(
        executor, ask(call, std::move(store)),
        bind_cancellation_slot(call->stop.slot(), [=](const std::exception_ptr&, Answer answer) {
          call->told = {};
          if (call->late) answer = std::unexpected(context::Errc::deadline_exceeded);
          done(ctx.err() ? std::unexpected(ctx.err()) : answer);
        }));
    call->alarm.expires_after(patience);
    call->alarm.async_wait([=, weak = std::weak_ptr(call)](boost::system::error_code failure) {
      const auto alive = weak.lock();
      if (failure || !alive || alive->fetched) return;
      alive->late = true;
      emit();
    });
    call->told = context::after_func(ctx, [=] { post(executor, emit); });
  });
}
