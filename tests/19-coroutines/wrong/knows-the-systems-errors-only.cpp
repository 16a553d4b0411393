// Takes each error for one of the system. Caught by: AsyncFetch.answers_with_the_stores_error_at_once
#include "fetch.h"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "context/asio.h"

namespace {

using namespace boost::asio;
using namespace boost::asio::experimental::awaitable_operators;

/// Puts into `answer` what the store says; in a race one that throws would go on without it.
awaitable<void> ask(Store& store, Answer& answer) {
  try {
    answer = co_await store.fetch();
  } catch (const boost::system::system_error& failure) {
    answer = std::unexpected(std::error_code(failure.code().value(), std::system_category()));
  }
}

awaitable<Answer> ask_within(context::Clock::duration patience, std::shared_ptr<Store> store) {
  Answer answer;
  steady_timer alarm(co_await this_coro::executor, patience);
  const auto first = co_await (ask(*store, answer) || alarm.async_wait(as_tuple(use_awaitable)));
  if (!answer) {
    co_await this_coro::reset_cancellation_state(disable_cancellation());
    co_await store->roll_back();
  }
  if (first.index() == 1) co_return std::unexpected(context::Errc::deadline_exceeded);
  co_return answer;
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
