// Has all the time in the world. Caught by: AsyncFetch.stops_the_store_when_patience_is_over, AsyncFetch.is_too_late_with_data_that_come_when_patience_is_over
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

awaitable<Answer> ask_within(context::Clock::duration /*patience*/, std::shared_ptr<Store> store) {
  co_return co_await ask(*store);
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
