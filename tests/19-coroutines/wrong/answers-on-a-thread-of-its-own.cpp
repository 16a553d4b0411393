// Calls done() on a thread of its own, and not on the executor. Caught by: AsyncFetch.answers_with_the_data, AsyncFetch.blocks_nothing_and_looks_up_from_nothing_while_it_waits, AsyncFetch.stops_the_store_when_the_client_gives_up, AsyncFetch.says_so_when_it_was_the_contexts_deadline, AsyncFetch.stops_the_store_when_patience_is_over, AsyncFetch.is_too_late_with_data_that_come_when_patience_is_over, AsyncFetch.has_the_longest_patience_that_there_is, AsyncFetch.answers_with_the_stores_error_at_once, AsyncFetch.rolls_back_to_the_end_whoever_gives_up_meanwhile, AsyncFetch.writes_nothing_once_the_client_has_given_up_in_every_order, AsyncFetch.serves_two_on_one_executor
#include "fetch.h"

#include <thread>

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
      std::thread([&] { done(ctx.err() ? std::unexpected(ctx.err()) : answer); }).join();
    };
    co_spawn(executor, ask_within(patience, std::move(store)),
             bind_cancellation_slot(stop->slot(), finish));
  });
}
