#include <atomic>
#include <deque>
#include <expected>
#include <functional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "context/context.h"
#include "support/stage.h"

namespace {

/// The new signature does the work.
std::string load(const context::Context& ctx, int id) {
  return ctx.err() ? "" : "row " + std::to_string(id);
}

/// The old one stays until its last caller has moved.
std::string load(int id) { return load(context::todo(), id); }

TEST(OldCode, may_call_as_before_while_it_moves) { EXPECT_EQ(load(7), "row 7"); }

/// The old code polls this flag.
void count_until(const std::atomic<bool>& stop, int& count) {
  while (!stop && count < 1000) ++count;
}

TEST(OldCode, with_a_flag_has_the_context_set_it) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();
  std::atomic<bool> stop = false;
  int count = 0;

  const auto raise = context::after_func(ctx, [&] { stop = true; });
  count_until(stop, count);

  EXPECT_EQ(count, 0);
}

using Pool = std::deque<std::function<void()>>;

/// Work that nobody wants any more is not even begun.
void submit(Pool& pool, const context::Context& ctx,
            std::function<void(const context::Context&)> work) {
  pool.emplace_back([ctx, work = std::move(work)] {
    if (!ctx.err()) work(ctx);
  });
}

TEST(OldCode, in_a_queue_is_passed_over_when_its_context_has_ended) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  Pool pool;
  int begun = 0;
  submit(pool, ctx, [&](const auto& /*ctx*/) { ++begun; });
  submit(pool, context::background(), [&](const auto& /*ctx*/) { ++begun; });

  cancel();
  for (const auto& task : pool) task();

  EXPECT_EQ(begun, 1);
}

/// For code that reports by exceptions: throws why `ctx` has ended, or returns.
void throw_if_ended(const context::Context& ctx) {
  if (const auto why = ctx.err()) throw std::system_error(why);
}

std::string page(const context::Context& ctx) {
  throw_if_ended(ctx);
  return "a page";
}

/// What was there before contexts were: a retry that takes every exception for bad luck.
std::string with_a_retry(const context::Context& ctx, int& tries) {
  for (tries = 1;; ++tries) {
    try {
      return page(ctx);
    } catch (const std::exception&) {
      if (tries == 3) return "the page of yesterday";
    }
  }
}

TEST(OldCode, that_catches_everything_swallows_a_cancellation) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();
  int tries = 0;

  EXPECT_EQ(with_a_retry(ctx, tries), "the page of yesterday");
  EXPECT_EQ(tries, 3);
}

std::string with_a_better_retry(const context::Context& ctx, int& tries) {
  for (tries = 1;; ++tries) {
    try {
      return page(ctx);
    } catch (const std::exception&) {
      if (ctx.err() || tries == 3) throw;
    }
  }
}

/// The border: exceptions below, std::expected above.
std::expected<std::string, std::error_code> answer(const context::Context& ctx, int& tries) {
  try {
    return with_a_better_retry(ctx, tries);
  } catch (const std::exception&) {
    if (ctx.err()) return std::unexpected(ctx.err());
    return std::unexpected(make_error_code(std::errc::io_error));
  }
}

TEST(OldCode, that_asks_the_context_first_lets_a_cancellation_through) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();
  int tries = 0;

  EXPECT_EQ(answer(ctx, tries).error(), context::Errc::canceled);
  EXPECT_EQ(tries, 1);
}

TEST(OldCode, answers_as_ever_when_nobody_cancels) {
  int tries = 0;

  EXPECT_EQ(answer(context::background(), tries), "a page");
}

}  // namespace
