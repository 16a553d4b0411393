/// Each allocation of a small program fails, one after the other. Whatever has been derived by then
/// goes, and leaves nothing behind; ASan sees the rest. The operator new is that of cost_test.cpp.

#include <optional>
#include <stop_token>

#include "support.h"

/// The allocation of this thread that fails, counted from 0; none when negative.
extern thread_local std::ptrdiff_t fails_in;

namespace {

struct Text {
  using value_type = std::string;
};

std::string long_text() { return std::string(100, 'x'); }

struct OutOfMemory : testing::Test {
  ~OutOfMemory() override { fails_in = -1; }
};

TEST_F(OutOfMemory, of_what_fails_in_the_middle_nothing_is_left) {
  const auto timed = context::with_timeout(context::background(), 1h);  // there is a thread
  std::ptrdiff_t failures = 0;
  for (bool failed = true; failed;) {
    const auto first = live();
    const auto second = live();
    std::stop_source source;
    fails_in = failures;
    try {
      const auto child = context::with_timeout(first.ctx, 1h);
      const auto value = context::with_value<Text>(child.ctx, long_text());
      const auto both = context::merge(context::merge(value, second.ctx), timed.ctx);
      const auto foreign = context::merge(context::from(source.get_token()), both);
      const auto call = context::after_func(foreign, [text = long_text()] {});
      (void)context::sleep_for(foreign, 1ns);
      second.cancel();
      failed = false;
    } catch (const std::bad_alloc&) {
      ++failures;
    }
    fails_in = -1;

    EXPECT_EQ(children_of(first.ctx), 0U);
    EXPECT_EQ(children_of(second.ctx), 0U);
    EXPECT_EQ(children_of(timed.ctx), 0U);
  }

  EXPECT_GT(failures, 15) << "so many allocations there are";
}

TEST_F(OutOfMemory, cancels_that_are_nested_deep_run_their_callbacks_on_the_stack) {
  constexpr std::size_t count = 300;
  std::vector<context::Derived> contexts;
  std::vector<context::AfterFunc> calls;
  std::size_t runs = 0;
  for (std::size_t i = 0; i < count; ++i) contexts.push_back(live());
  for (std::size_t i = 0; i < count; ++i) {
    calls.push_back(context::after_func(contexts[i].ctx, [&, i] {
      ++runs;
      fails_in = 0;
      if (i + 1 < count) contexts[i + 1].cancel();
    }));
  }

  contexts[0].cancel();

  EXPECT_EQ(runs, count);
}

}  // namespace
