// Derives a context with the patience for a deadline, and bridges that one alone.
#include "fetch.h"

#include <boost/asio.hpp>

#include "context/asio.h"

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

awaitable<Answer> keep_and_ask(std::shared_ptr<Store> store) { co_return co_await ask(*store); }

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
      const std::error_code late = alarm->ctx.err();
      if (ctx.err()) return done(std::unexpected(ctx.err()));
      done(late ? std::unexpected(late) : answer);
    };
    co_spawn(executor, keep_and_ask(std::move(store)),
             bind_cancellation_slot(stop->slot(), finish));
  });
}
