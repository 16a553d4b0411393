#pragma once
/// What the benchmarks share.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

namespace bench {

using Clock = std::chrono::steady_clock;

/// How many families of `size` make a stretch that is long against a look at the clock.
inline std::size_t batches_of(std::size_t size) { return std::max<std::size_t>(1, 10'000 / size); }

template <class F>
double seconds(F&& f) {
  const auto start = Clock::now();
  f();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Each iteration did `items`: compare.py turns items per second into nanoseconds per item.
inline void count(benchmark::State& state, std::size_t items) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
}

/// One thread waits, another wakes it a moment later; how long does that take?
class Rendezvous {
 public:
  void run(const std::function<void()>& wait, const std::function<void()>& wake) {
    Clock::time_point awake;
    std::jthread waiter([&] {
      wait();
      awake = Clock::now();
    });
    std::this_thread::sleep_for(std::chrono::microseconds(200));  // the waiter is asleep by now
    const auto start = Clock::now();
    wake();
    waiter.join();
    seconds_.push_back(std::chrono::duration<double>(awake - start).count());
  }

  [[nodiscard]] double last() const { return seconds_.back(); }

  [[nodiscard]] double median() {
    std::ranges::nth_element(seconds_,
                             seconds_.begin() + static_cast<std::ptrdiff_t>(seconds_.size() / 2));
    return seconds_[seconds_.size() / 2];
  }

 private:
  std::vector<double> seconds_;
};

/// Runs `once` again and again, and reports the median as one item: the mean would say more about
/// the other programs on the machine.
template <class Once>
void wake_up(benchmark::State& state, Once once) {
  Rendezvous rendezvous;
  for (auto _ : state) {
    once(rendezvous);
    state.SetIterationTime(rendezvous.last());
  }
  state.counters["median_ns"] = rendezvous.median() * 1e9;
}

}  // namespace bench
