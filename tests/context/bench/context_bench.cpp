/// What our contexts cost. The rows have the names of those in go/context_bench_test.go, so that
/// compare.py can put them side by side; the rows of std_stop_bench.cpp stand beside them.

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>
#include <vector>

#include "context/context.h"
#include "measure.h"

namespace {

using namespace std::chrono_literals;
using context::Context;
using context::Derived;

void derive_and_cancel(benchmark::State& state) {
  const auto [parent, cancel_parent] = context::with_cancel(context::background());
  bench::repeat(state, [&] {
    auto [ctx, cancel] = context::with_cancel(parent);
    cancel();
    benchmark::DoNotOptimize(ctx);
  });
}
BENCHMARK(derive_and_cancel)->Apply(bench::many);

/// Cancel a parent of `n` children; per child.
void fan_out_cancel(benchmark::State& state, bool with_done) {
  const auto children = static_cast<std::size_t>(state.range(0));
  const std::size_t families = bench::batches_of(children);
  bench::windows(state, families * children, [&] {
    std::vector<Derived> parents;
    std::vector<Derived> all;
    for (std::size_t i = 0; i < families; ++i) {
      parents.push_back(context::with_cancel(context::background()));
      for (std::size_t k = 0; k < children; ++k) {
        all.push_back(context::with_cancel(parents.back().ctx));
        if (with_done) benchmark::DoNotOptimize(all.back().ctx.done());
      }
    }
    return bench::seconds([&] {
      for (auto& parent : parents) parent.cancel();
    });
  });
}
BENCHMARK_CAPTURE(fan_out_cancel, plain, false)->Apply(bench::sizes);
BENCHMARK_CAPTURE(fan_out_cancel, with_done, true)->Apply(bench::sizes);

/// Cancel the top of a chain; per node.
void chain_cancel(benchmark::State& state) {
  const auto depth = static_cast<std::size_t>(state.range(0));
  const std::size_t chains = bench::batches_of(depth);
  bench::windows(state, chains * depth, [&] {
    std::vector<std::vector<Derived>> all(chains);
    for (auto& chain : all) {
      chain.push_back(context::with_cancel(context::background()));
      while (chain.size() < depth) chain.push_back(context::with_cancel(chain.back().ctx));
    }
    return bench::seconds([&] {
      for (auto& chain : all) chain.front().cancel();
    });
  });
}
BENCHMARK(chain_cancel)->Apply(bench::sizes);
BENCHMARK(chain_cancel)->Arg(1'000'000)->UseManualTime()->Iterations(3);

/// Derive, cancel and release a chain; per node.
void chain_life(benchmark::State& state) {
  const auto depth = static_cast<std::size_t>(state.range(0));
  const std::size_t chains = bench::batches_of(depth);
  bench::windows(state, chains * depth, [&] {
    return bench::seconds([&] {
      for (std::size_t chain = 0; chain < chains; ++chain) {
        std::vector<context::CancelFunc> cancels;
        cancels.reserve(depth);
        Context leaf;
        for (std::size_t i = 0; i < depth; ++i) {
          auto [ctx, cancel] = context::with_cancel(leaf);
          leaf = std::move(ctx);
          cancels.push_back(std::move(cancel));
        }
        cancels.front()();
      }
    });
  });
}
BENCHMARK(chain_life)->Apply(bench::sizes);

void is_canceled(benchmark::State& state, bool canceled) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  if (canceled) cancel();
  bench::repeat(state, [&] {
    bool over = static_cast<bool>(ctx.err());
    benchmark::DoNotOptimize(over);
    benchmark::ClobberMemory();
  });
}
BENCHMARK_CAPTURE(is_canceled, live, false)->Apply(bench::many);
BENCHMARK_CAPTURE(is_canceled, ended, true)->Apply(bench::many);

void callback_on_and_off(benchmark::State& state) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  bench::repeat(state, [&] {
    const std::stop_callback callback(ctx.done(), [] {});
    benchmark::DoNotOptimize(&callback);
  });
}
BENCHMARK(callback_on_and_off)->Apply(bench::many);

void after_func_on_and_off(benchmark::State& state) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  bench::repeat(state, [&] {
    const auto call = context::after_func(ctx, [] {});
    benchmark::DoNotOptimize(call.stop());
  });
}
BENCHMARK(after_func_on_and_off)->Apply(bench::many);

Derived one_hour() { return context::with_timeout(context::background(), 1h); }

/// Ten timeouts come, ten go, as in Go's own BenchmarkWithTimeout.
void ten_timeouts() {
  Derived some[] = {one_hour(), one_hour(), one_hour(), one_hour(), one_hour(),
                    one_hour(), one_hour(), one_hour(), one_hour(), one_hour()};
  for (auto& one : some) one.cancel();
}

/// Per timeout, while so many others are live.
void timeouts(benchmark::State& state) {
  std::vector<Derived> live;
  for (auto i = state.range(0); i > 0; --i) {
    live.push_back(one_hour());
  }
  bench::windows(state, 1000, [] {
    return bench::seconds([] {
      for (int i = 0; i < 100; ++i) ten_timeouts();
    });
  });
}
BENCHMARK(timeouts)->Arg(0)->Arg(100'000)->Arg(1'000'000)->Apply(bench::many);

void timeouts_on_two_threads(benchmark::State& state) {
  bench::repeat_on_two_threads(state, ten_timeouts);
  state.counters["median_ns"] = state.counters["median_ns"] / 10;
}
BENCHMARK(timeouts_on_two_threads)->Iterations(1);

template <int n>
struct Key {
  using value_type = int;
};

template <int depth>
Context values(const Context& parent) {
  if constexpr (depth == 0) {
    return parent;
  } else {
    return context::with_value<Key<depth>>(values<depth - 1>(parent), depth);
  }
}

/// Looks for a value that is not there, under `depth` others.
template <int depth>
void value_miss(benchmark::State& state) {
  const Context ctx = values<depth>(context::background());
  bench::repeat(state, [&] {
    benchmark::DoNotOptimize(ctx.value<Key<-1>>());
    benchmark::ClobberMemory();
  });
}
BENCHMARK(value_miss<10>)->Name("value_miss/10")->Apply(bench::many);
BENCHMARK(value_miss<100>)->Name("value_miss/100")->Apply(bench::many);

/// From cancel() to the waiting thread awake.
void wake_up(benchmark::State& state) {
  bench::windows(state, 1, [] {
    auto [ctx, cancel] = context::with_cancel(context::background());
    return bench::seconds_to_wake(
        [&ctx] {
          std::mutex lock;
          std::condition_variable_any never;
          std::unique_lock guard(lock);
          never.wait(guard, ctx.done(), [] { return false; });
        },
        [&cancel] { cancel(); });
  });
}
BENCHMARK(wake_up)->UseManualTime()->Iterations(1000);

/// libstdc++ is quicker while a program has never had a second thread. A program that cancels has.
const std::jthread second_thread([] {});

}  // namespace

BENCHMARK_MAIN();
