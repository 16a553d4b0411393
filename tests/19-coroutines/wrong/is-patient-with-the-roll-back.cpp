// Counts the time of the roll-back, too, and forgets what the store had said in time. Caught by: Law.what_the_store_said_in_time_counts_however_long_the_roll_back_takes
#include "fetch.h"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "context/asio.h"

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

awaitable<Answer> ask_within(context::Clock::duration patience, std::shared_ptr<Store> store) {
  steady_timer alarm(co_await this_coro::executor, patience);
  auto first = co_await (ask(*store) || alarm.async_wait(as_tuple(use_awaitable)));
  if (first.index() == 0) co_return std::get<0>(std::move(first));
  co_return std::unexpected(context::Errc::deadline_exceeded);
}

}  // namespace

void async_fetch(context::Context ctx, any_io_executor executor, std::shared_ptr<Store> store,
                 context::Clock::duration patience, std::function<void(Answer)> done) {
  post(executor, [=]() mutable {
    if (ctx.err()) return done(std::unexpected(ctx.err()));
    const auto stop = std::make_shared<context::asio::Cancellation>(ctx, executor);
    const auto finish = [ctx, done, stop](const std::exception_ptr&, const Answer& answer) {
      done(ctx.err() ? std::unexpected(ctx.err()) : answer);
    };
    co_spawn(executor, ask_within(patience, std::move(store)),
             bind_cancellation_slot(stop->slot(), finish));
  });
}
