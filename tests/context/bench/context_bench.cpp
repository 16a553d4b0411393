/// What our contexts cost. The rows have the names of those in go/context_bench_test.go, so that
/// compare.py can put them side by side; the rows of std_stop_bench.cpp stand beside them.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "context/context.h"
#include "measure.h"

namespace {

using namespace std::chrono_literals;

void derive_and_cancel(benchmark::State& state) {
  const auto [parent, cancel_parent] = context::with_cancel(context::background());
  for (auto _ : state) {
    auto [ctx, cancel] = context::with_cancel(parent);
    cancel();
    benchmark::DoNotOptimize(ctx);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(derive_and_cancel)->UseRealTime();

/// Time to cancel a parent of `n` children, per child; several families, so that the clock's own
/// cost does not count.
void fan_out_cancel(benchmark::State& state, bool with_token) {
  const auto children = static_cast<std::size_t>(state.range(0));
  const std::size_t families = bench::batches_of(children);
  for (auto _ : state) {
    std::vector<context::Derived> parents;
    std::vector<context::Derived> all;
    for (std::size_t i = 0; i < families; ++i) {
      parents.push_back(context::with_cancel(context::background()));
      for (std::size_t k = 0; k < children; ++k) {
        all.push_back(context::with_cancel(parents.back().ctx));
        if (with_token) benchmark::DoNotOptimize(all.back().ctx.done());
      }
    }
    state.SetIterationTime(bench::seconds([&] {
      for (auto& parent : parents) parent.cancel();
    }));
  }
  bench::count(state, families * children);
}
BENCHMARK_CAPTURE(fan_out_cancel, plain, false)
    ->RangeMultiplier(10)
    ->Range(10, 100'000)
    ->UseManualTime();
BENCHMARK_CAPTURE(fan_out_cancel, with_done, true)
    ->RangeMultiplier(10)
    ->Range(10, 100'000)
    ->UseManualTime();

/// Time to cancel the top of a chain, per node.
void chain_cancel(benchmark::State& state) {
  const auto depth = static_cast<std::size_t>(state.range(0));
  const std::size_t chains = bench::batches_of(depth);
  for (auto _ : state) {
    std::vector<std::vector<context::Derived>> all(chains);
    for (auto& chain : all) {
      chain.push_back(context::with_cancel(context::background()));
      while (chain.size() < depth) chain.push_back(context::with_cancel(chain.back().ctx));
    }
    state.SetIterationTime(bench::seconds([&] {
      for (auto& chain : all) chain.front().cancel();
    }));
  }
  bench::count(state, chains * depth);
}
BENCHMARK(chain_cancel)->RangeMultiplier(10)->Range(10, 1'000'000)->UseManualTime();

/// Derive, cancel and release a chain, per node.
void chain_life(benchmark::State& state) {
  const auto depth = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    std::vector<context::CancelFunc> cancels;
    cancels.reserve(depth);
    context::Context leaf;
    for (std::size_t i = 0; i < depth; ++i) {
      auto [ctx, cancel] = context::with_cancel(leaf);
      leaf = std::move(ctx);
      cancels.push_back(std::move(cancel));
    }
    cancels.front()();
  }
  bench::count(state, depth);
}
BENCHMARK(chain_life)->RangeMultiplier(10)->Range(10, 100'000)->UseRealTime();

void is_canceled(benchmark::State& state, bool canceled) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  if (canceled) cancel();
  for (auto _ : state) {
    bool over = static_cast<bool>(ctx.err());
    benchmark::DoNotOptimize(over);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(is_canceled, live, false)->UseRealTime();
BENCHMARK_CAPTURE(is_canceled, ended, true)->UseRealTime();

void callback_on_and_off(benchmark::State& state) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  for (auto _ : state) {
    const std::stop_callback callback(ctx.done(), [] {});
    benchmark::DoNotOptimize(callback);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(callback_on_and_off)->UseRealTime();

void after_func_on_and_off(benchmark::State& state) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  for (auto _ : state) {
    const auto call = context::after_func(ctx, [] {});
    benchmark::DoNotOptimize(call.stop());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(after_func_on_and_off)->UseRealTime();

/// Ten timeouts come, ten go, as in Go's BenchmarkWithTimeout; per timeout.
void timeouts(benchmark::State& state) {
  static std::vector<context::Derived> live;
  if (state.thread_index() == 0) {
    for (auto i = state.range(0); i > 0; --i) {
      live.push_back(context::with_timeout(context::background(), 1h));
    }
  }
  for (auto _ : state) {
    context::Derived some[10];
    for (auto& one : some) one = context::with_timeout(context::background(), 1h);
    for (auto& one : some) one.cancel();
  }
  state.SetItemsProcessed(state.iterations() * 10);
  if (state.thread_index() == 0) live.clear();
}
BENCHMARK(timeouts)->Arg(0)->Arg(100'000)->Arg(1'000'000)->UseRealTime();
BENCHMARK(timeouts)->Arg(0)->Threads(2)->UseRealTime();

template <int n>
struct Key {
  using value_type = int;
};

template <int depth>
context::Context values(const context::Context& parent) {
  if constexpr (depth == 0) {
    return parent;
  } else {
    return context::with_value<Key<depth>>(values<depth - 1>(parent), depth);
  }
}

/// Looks for a value that is not there, under `depth` others.
template <int depth>
void value_miss(benchmark::State& state) {
  const context::Context ctx = values<depth>(context::background());
  for (auto _ : state) {
    benchmark::DoNotOptimize(ctx.value<Key<-1>>());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(value_miss<10>)->Name("value_miss/10")->UseRealTime();
BENCHMARK(value_miss<100>)->Name("value_miss/100")->UseRealTime();

/// From cancel() to the waiting thread awake.
void wake_up(benchmark::State& state) {
  bench::wake_up(state, [](bench::Rendezvous& rendezvous) {
    auto [ctx, cancel] = context::with_cancel(context::background());
    rendezvous.run(
        [ctx] {
          std::mutex lock;
          std::condition_variable_any never;
          std::unique_lock guard(lock);
          never.wait(guard, ctx.done(), [] { return false; });
        },
        [&cancel] { cancel(); });
  });
}
BENCHMARK(wake_up)->UseManualTime()->Iterations(2000);

}  // namespace

BENCHMARK_MAIN();
