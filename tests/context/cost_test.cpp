/// What an operation allocates, counted by an operator new of our own. Go's own suite allows 5
/// allocations for WithCancel and cancel, 3 for WithValue and Value, 8 for a cancelled WithTimeout.

#include <cstdlib>
#include <new>

#include "context/detail/time_source.h"
#include "support.h"

/// For out_of_memory_test.cpp: the allocation that fails, counted from 0; none when negative.
thread_local std::ptrdiff_t fails_in = -1;

namespace {

thread_local std::size_t allocations = 0;
thread_local std::size_t bytes = 0;

struct Cost {
  std::size_t allocations;
  std::size_t bytes;
  bool operator==(const Cost&) const = default;
};

template <class F>
Cost cost_of(F&& f) {
  const Cost before{allocations, bytes};
  f();
  return {allocations - before.allocations, bytes - before.bytes};
}

std::ostream& operator<<(std::ostream& out, const Cost& cost) {
  return out << cost.allocations << " allocations, " << cost.bytes << " bytes";
}

struct Number {
  using value_type = std::int64_t;
};

TEST(Cost, of_background_and_of_copies_is_nothing) {
  const auto [ctx, cancel] = live();
  EXPECT_EQ(cost_of([] { (void)context::background().err(); }).allocations, 0U);
  EXPECT_EQ(cost_of([] { (void)context::todo().done(); }).allocations, 0U);
  EXPECT_EQ(cost_of([&] { const auto copy = ctx; }).allocations, 0U);
}

TEST(Cost, of_a_child_and_its_cancel_is_one_allocation_of_112_bytes) {
  const auto [parent, cancel] = live();

  EXPECT_EQ(cost_of([parent] { context::with_cancel(parent).cancel(); }), (Cost{1, 112}));
}

TEST(Cost, of_a_root_is_a_childs_and_what_its_tree_shares) {
  EXPECT_EQ(cost_of([] { live().cancel(); }), (Cost{1, 112 + sizeof(std::mutex) + 16}));
}

TEST(Cost, of_a_cancelled_timeout_is_one_allocation_of_136_bytes) {
  const auto [parent, cancel] = live();
  std::vector<context::Derived> warm;  // the heap of timers has room afterwards
  for (int i = 0; i < 3; ++i) warm.push_back(context::with_timeout(parent, 1h));

  EXPECT_EQ(cost_of([parent] { context::with_timeout(parent, 1h).cancel(); }), (Cost{1, 136}));
  EXPECT_LE(136 + 24, 176) << "with its entry in the heap of timers";
}

TEST(Cost, of_a_value_and_its_look_up_is_one_allocation_of_72_bytes) {
  const auto [parent, cancel] = live();

  EXPECT_EQ(cost_of([parent] {
              const auto ctx = context::with_value<Number>(parent, 1);
              EXPECT_EQ(*ctx.value<Number>(), 1);
            }),
            (Cost{1, 72}));
}

TEST(Cost, of_the_first_done_is_the_stop_state_and_of_the_next_nothing) {
  const auto [ctx, cancel] = live();
  EXPECT_EQ(cost_of([ctx] { (void)ctx.done(); }).allocations, 1U);
  EXPECT_EQ(cost_of([ctx] { (void)ctx.done(); }).allocations, 0U);
}

TEST(Cost, of_done_after_the_end_is_nothing) {
  const auto [warm, cancel_warm] = live();
  cancel_warm();
  (void)warm.done();  // the first in the program makes the token that all share
  const auto [ctx, cancel] = live();
  cancel();

  EXPECT_EQ(cost_of([ctx] { (void)ctx.done(); }).allocations, 0U);
}

TEST(Cost, of_after_func_is_one_allocation_of_80_bytes_and_the_callable) {
  const auto [ctx, cancel] = live();
  (void)ctx.done();

  EXPECT_EQ(cost_of([ctx] { const auto call = context::after_func(ctx, [ctx] {}); }),
            (Cost{1, 80 + sizeof ctx}));
}

TEST(Cost, of_a_cancel_that_tells_nobody_is_nothing) {
  const auto [parent, cancel] = live();
  std::vector<context::Derived> children;
  for (int i = 0; i < 100; ++i) children.push_back(context::with_cancel(parent));

  EXPECT_EQ(cost_of([&cancel] { cancel(); }).allocations, 0U);
}

}  // namespace

// Only the plain forms: nothing here is over-aligned, and the array forms end up here. Not inline:
// g++ would see malloc and free through them, and take them for a mismatch with new and delete.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (void* const memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++allocations;
  bytes += size;
  if (fails_in >= 0 && fails_in-- == 0) return nullptr;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
