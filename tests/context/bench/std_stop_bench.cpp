/// The same with std::stop_source alone: a child is a source of its own and a callback that hands
/// the parent's stop on. What one would write without a library; no deadlines, values or causes.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "measure.h"

namespace {

struct HandOn {
  std::stop_source* child;
  void operator()() const noexcept { child->request_stop(); }
};

struct Child {
  explicit Child(const std::stop_token& parent) : from_parent(parent, HandOn{&source}) {}
  std::stop_source source;
  std::stop_callback<HandOn> from_parent;
};

using Children = std::vector<std::unique_ptr<Child>>;

void derive_and_cancel(benchmark::State& state) {
  std::stop_source parent;
  bench::repeat(state, [&] {
    Child child(parent.get_token());
    child.source.request_stop();
    benchmark::DoNotOptimize(&child);
  });
}
BENCHMARK(derive_and_cancel)->Apply(bench::many);

void fan_out_cancel(benchmark::State& state) {
  const auto children = static_cast<std::size_t>(state.range(0));
  const std::size_t families = bench::batches_of(children);
  bench::windows(state, families * children, [&] {
    std::vector<std::stop_source> parents(families);
    Children all;
    for (auto& parent : parents) {
      for (std::size_t k = 0; k < children; ++k) {
        all.push_back(std::make_unique<Child>(parent.get_token()));
      }
    }
    return bench::seconds([&] {
      for (auto& parent : parents) parent.request_stop();
    });
  });
}
BENCHMARK(fan_out_cancel)->Name("fan_out_cancel/plain")->Apply(bench::sizes);

/// Up to 10,000: at 50,000 and without -O2 the recursion of callbacks overflows 8 MiB of stack.
void chain_cancel(benchmark::State& state) {
  const auto depth = static_cast<std::size_t>(state.range(0));
  const std::size_t chains = bench::batches_of(depth);
  bench::windows(state, chains * depth, [&] {
    std::vector<std::stop_source> tops(chains);
    Children all;
    for (auto& top : tops) {
      std::stop_token parent = top.get_token();
      for (std::size_t k = 1; k < depth; ++k) {
        all.push_back(std::make_unique<Child>(parent));
        parent = all.back()->source.get_token();
      }
    }
    return bench::seconds([&] {
      for (auto& top : tops) top.request_stop();
    });
  });
}
BENCHMARK(chain_cancel)->RangeMultiplier(10)->Range(10, 10'000)->Apply(bench::few);

void is_canceled(benchmark::State& state, bool canceled) {
  std::stop_source source;
  const std::stop_token token = source.get_token();
  if (canceled) source.request_stop();
  bench::repeat(state, [&] {
    bool over = token.stop_requested();
    benchmark::DoNotOptimize(over);
    benchmark::ClobberMemory();
  });
}
BENCHMARK_CAPTURE(is_canceled, live, false)->Apply(bench::many);
BENCHMARK_CAPTURE(is_canceled, ended, true)->Apply(bench::many);

void callback_on_and_off(benchmark::State& state) {
  std::stop_source source;
  bench::repeat(state, [&] {
    const std::stop_callback callback(source.get_token(), [] {});
    benchmark::DoNotOptimize(&callback);
  });
}
BENCHMARK(callback_on_and_off)->Apply(bench::many);

void wake_up(benchmark::State& state) {
  bench::windows(state, 1, [] {
    std::stop_source source;
    return bench::seconds_to_wake(
        [&] {
          std::mutex lock;
          std::condition_variable_any never;
          std::unique_lock guard(lock);
          never.wait(guard, source.get_token(), [] { return false; });
        },
        [&] { source.request_stop(); });
  });
}
BENCHMARK(wake_up)->UseManualTime()->Iterations(1000);

/// libstdc++ is quicker while a program has never had a second thread. A program that cancels has.
const std::jthread second_thread([] {});

}  // namespace

BENCHMARK_MAIN();
