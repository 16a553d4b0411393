// Awaits the end of the context like anything else, as a timer that is called off.
#include "fetch.h"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

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
  Answer answer;
  const auto first =
      co_await (ask(*store, answer) || ended(ctx) || alarm.async_wait(as_tuple(use_awaitable)));
  if (!answer) co_await store->roll_back();  // nobody cancels this coroutine
  if (first.index() == 2) co_return std::unexpected(context::Errc::deadline_exceeded);
  co_return answer;
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
