/// The same with std::stop_source alone: a child is a source of its own and a callback that hands
/// the parent's stop on. What one would write without a library; no deadlines, values or causes.

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include <benchmark/benchmark.h>

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
  for (auto _ : state) {
    Child child(parent.get_token());
    child.source.request_stop();
    benchmark::DoNotOptimize(child);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(derive_and_cancel)->UseRealTime();

void fan_out_cancel(benchmark::State& state) {
  const auto children = static_cast<std::size_t>(state.range(0));
  const std::size_t families = bench::batches_of(children);
  for (auto _ : state) {
    std::vector<std::stop_source> parents(families);
    Children all;
    for (auto& parent : parents) {
      for (std::size_t k = 0; k < children; ++k) {
        all.push_back(std::make_unique<Child>(parent.get_token()));
      }
    }
    state.SetIterationTime(bench::seconds([&] {
      for (auto& parent : parents) parent.request_stop();
    }));
  }
  bench::count(state, families * children);
}
BENCHMARK(fan_out_cancel)
    ->Name("fan_out_cancel/plain")
    ->RangeMultiplier(10)
    ->Range(10, 100'000)
    ->UseManualTime();

/// Not much deeper, the recursion of callbacks overflows 8 MiB of stack: at 50,000 without -O2.
constexpr std::int64_t deepest = 10'000;

void chain_cancel(benchmark::State& state) {
  const auto depth = static_cast<std::size_t>(state.range(0));
  const std::size_t chains = bench::batches_of(depth);
  for (auto _ : state) {
    std::vector<std::stop_source> tops(chains);
    Children all;
    for (auto& top : tops) {
      std::stop_token parent = top.get_token();
      for (std::size_t k = 1; k < depth; ++k) {
        all.push_back(std::make_unique<Child>(parent));
        parent = all.back()->source.get_token();
      }
    }
    state.SetIterationTime(bench::seconds([&] {
      for (auto& top : tops) top.request_stop();
    }));
  }
  bench::count(state, chains * depth);
}
BENCHMARK(chain_cancel)->RangeMultiplier(10)->Range(10, deepest)->UseManualTime();

void is_canceled(benchmark::State& state, bool canceled) {
  std::stop_source source;
  const std::stop_token token = source.get_token();
  if (canceled) source.request_stop();
  for (auto _ : state) {
    bool over = token.stop_requested();
    benchmark::DoNotOptimize(over);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(is_canceled, live, false)->UseRealTime();
BENCHMARK_CAPTURE(is_canceled, ended, true)->UseRealTime();

void callback_on_and_off(benchmark::State& state) {
  std::stop_source source;
  for (auto _ : state) {
    const std::stop_callback callback(source.get_token(), [] {});
    benchmark::DoNotOptimize(callback);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(callback_on_and_off)->UseRealTime();

void wake_up(benchmark::State& state) {
  bench::wake_up(state, [](bench::Rendezvous& rendezvous) {
    std::stop_source source;
    rendezvous.run(
        [token = source.get_token()] {
          std::mutex lock;
          std::condition_variable_any never;
          std::unique_lock guard(lock);
          never.wait(guard, token, [] { return false; });
        },
        [&] { source.request_stop(); });
  });
}
BENCHMARK(wake_up)->UseManualTime()->Iterations(2000);

}  // namespace

BENCHMARK_MAIN();
