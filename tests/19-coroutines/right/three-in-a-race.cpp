// Awaits the end of the context like anything else, as a timer that is called off.
#include "fetch.h"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

namespace {

using namespace boost::asio;
using namespace boost::asio::experimental::awaitable_operators;

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

/// Until ctx has ended.
awaitable<void> ended(context::Context ctx) {
  const auto executor = co_await this_coro::executor;
  const auto never = std::make_shared<steady_timer>(executor, steady_timer::time_point::max());
  const auto call_off = context::after_func(
      ctx, [=] { post(executor, [=] { never->expires_at(steady_timer::time_point::min()); }); });
  co_await never->async_wait(as_tuple(use_awaitable));
}

awaitable<Answer> ask_within(context::Context ctx, context::Clock::duration patience,
                             std::shared_ptr<Store> store) {
  steady_timer alarm(co_await this_coro::executor, patience);
  auto first = co_await (ask(*store) || ended(ctx) || alarm.async_wait(as_tuple(use_awaitable)));
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  co_return std::unexpected(context::Errc::deadline_exceeded);
}

}  // namespace

void async_fetch(context::Context ctx, any_io_executor executor, std::shared_ptr<Store> store,
                 context::Clock::duration patience, std::function<void(Answer)> done) {
  post(executor, [=]() mutable {
    if (ctx.err()) return done(std::unexpected(ctx.err()));
    const auto finish = [ctx, done](const std::exception_ptr&, const Answer& answer) {
      done(ctx.err() ? std::unexpected(ctx.err()) : answer);
    };
    co_spawn(executor, ask_within(ctx, patience, std::move(store)), finish);
  });
}
