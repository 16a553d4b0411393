// Derives a context with the patience for a deadline, and bridges that one alone.
#include "fetch.h"

#include <boost/asio.hpp>

#include "context/asio.h"

namespace {

using namespace boost::asio;

/// What the store says, or that it was too late.
awaitable<Answer> ask(Store& store, const context::Context& alarm) {
  Answer answer;
  try {
    answer = co_await store.fetch();
  } catch (const boost::system::system_error& failure) {
    answer = std::unexpected(std::error_code(failure.code()));
  }
  const std::error_code late = alarm.err();
  if (!answer) {
    co_await this_coro::reset_cancellation_state(disable_cancellation());
    co_await store.roll_back();
  }
  co_return late ? std::unexpected(late) : answer;
}

awaitable<Answer> keep_and_ask(std::shared_ptr<Store> store, context::Context alarm) {
  co_return co_await ask(*store, alarm);
}

}  // namespace

void async_fetch(context::Context ctx, any_io_executor executor, std::shared_ptr<Store> store,
                 context::Clock::duration patience, std::function<void(Answer)> done) {
  post(executor, [=]() mutable {
    if (ctx.err()) return done(std::unexpected(ctx.err()));
    // By the real clock, whichever that of ctx is.
    auto alarm =
        std::make_shared<context::Derived>(context::with_timeout(context::background(), patience));
    const auto either = context::merge(ctx, alarm->ctx);
    const auto stop = std::make_shared<context::asio::Cancellation>(either, executor);
    const auto finish = [ctx, alarm, either, stop, done](const std::exception_ptr&,
                                                         const Answer& answer) {
      done(ctx.err() ? std::unexpected(ctx.err()) : answer);
    };
    co_spawn(executor, keep_and_ask(std::move(store), alarm->ctx),
             bind_cancellation_slot(stop->slot(), finish));
  });
}
