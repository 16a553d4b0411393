// Is one coroutine from the first moment on, and keeps everything in its frame.
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
    answer = std::unexpected(std::error_code(failure.code()));
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
  const auto whole = [](context::Context its_ctx, std::shared_ptr<Store> its_store,
                        context::Clock::duration its_patience,
                        std::function<void(Answer)> its_done) -> awaitable<void> {
    const auto here = co_await this_coro::executor;
    co_await post(here, use_awaitable);
    Answer answer;
    if (!its_ctx.err()) {
      context::asio::Cancellation stop(its_ctx, here);
      try {
        answer = co_await co_spawn(here, ask_within(its_patience, std::move(its_store)),
                                   bind_cancellation_slot(stop.slot(), use_awaitable));
      } catch (const boost::system::system_error& failure) {
        answer = std::unexpected(std::error_code(failure.code()));
      }
    }
    its_done(its_ctx.err() ? std::unexpected(its_ctx.err()) : answer);
  };
  co_spawn(executor, whole(ctx, std::move(store), patience, std::move(done)), detached);
}
