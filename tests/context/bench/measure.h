#pragma once
/// What the benchmarks share. Each row is measured in many short windows (mostly well below a
/// millisecond) and reports their median: on a busy machine most windows run undisturbed, and a
/// mean would say more about the other programs. go/context_bench_test.go does the same.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

namespace bench {

using Clock = std::chrono::steady_clock;

template <class F>
double seconds(F&& f) {
  const auto start = Clock::now();
  f();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

inline double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

/// How many families of `size` make a window that is long against a look at the clock.
inline std::size_t batches_of(std::size_t size) { return std::max<std::size_t>(1, 10'000 / size); }

/// An iteration is one window: `window()` prepares, and returns the seconds that `operations` took.
template <class Window>
void windows(benchmark::State& state, std::size_t operations, Window window) {
  std::vector<double> taken;
  for (auto _ : state) {
    taken.push_back(window());
    state.SetIterationTime(taken.back());
  }
  state.counters["median_ns"] = median(taken) / static_cast<double>(operations) * 1e9;
}

/// The same for one short operation, a thousand times a window.
template <class Operation>
void repeat(benchmark::State& state, Operation operation) {
  windows(state, 1000, [&] {
    return seconds([&] {
      for (int i = 0; i < 1000; ++i) operation();
    });
  });
}

/// The same on two threads at once; per operation of both together.
template <class Operation>
void repeat_on_two_threads(benchmark::State& state, Operation operation) {
  std::mutex lock;
  std::vector<double> taken;
  const auto loop = [&] {
    std::vector<double> own;
    for (int window = 0; window < 200; ++window) {
      own.push_back(seconds([&] {
        for (int i = 0; i < 1000; ++i) operation();
      }));
    }
    const std::lock_guard guard(lock);
    taken.insert(taken.end(), own.begin(), own.end());
  };
  for (auto _ : state) {
    const std::jthread other(loop);
    loop();
  }
  state.counters["median_ns"] = median(taken) / 1000 / 2 * 1e9;
}

/// From the call of `wake` to the moment in which a thread that sleeps in `wait` is awake.
inline double seconds_to_wake(const std::function<void()>& wait,
                              const std::function<void()>& wake) {
  Clock::time_point awake;
  std::jthread waiter([&] {
    wait();
    awake = Clock::now();
  });
  std::this_thread::sleep_for(std::chrono::microseconds(200));  // the waiter is asleep by now
  const auto start = Clock::now();
  wake();
  waiter.join();
  return std::chrono::duration<double>(awake - start).count();
}

/// How many windows a row gets.
inline void few(benchmark::internal::Benchmark* row) { row->UseManualTime()->Iterations(15); }
inline void many(benchmark::internal::Benchmark* row) { row->UseManualTime()->Iterations(200); }
inline void sizes(benchmark::internal::Benchmark* row) {
  row->RangeMultiplier(10)->Range(10, 100'000)->Apply(few);
}

}  // namespace bench
