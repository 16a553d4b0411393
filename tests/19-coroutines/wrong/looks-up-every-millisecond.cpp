// Looks up every millisecond whether the client has gone. Caught by: AsyncFetch.blocks_nothing_and_looks_up_from_nothing_while_it_waits; perhaps others
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

awaitable<void> over(context::Context ctx, context::Clock::duration patience) {
  steady_timer timer(co_await this_coro::executor);
  co_await this_coro::throw_if_cancelled(false);
  const auto start = context::Clock::now();
  while (!ctx.err() && context::Clock::now() - start < patience) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(as_tuple(use_awaitable));
    if ((co_await this_coro::cancellation_state).cancelled() != cancellation_type::none) break;
  }
}

awaitable<Answer> ask_within(context::Context ctx, context::Clock::duration patience,
                             std::shared_ptr<Store> store) {
  auto first = co_await (ask(*store) || over(ctx, patience));
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
