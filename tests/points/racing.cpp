#include "racing.h"

#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

namespace racing {

bool takes_if_free(bool& taken) {
  if (taken) return false;
  taken = true;
  return true;
}

bool takes_if_free(std::atomic<bool>& taken) {
  if (taken) return false;
  taken = true;
  return true;
}

bool takes_under_a_mutex(bool& taken, std::mutex& mutex) {
  const std::lock_guard lock(mutex);
  return takes_if_free(taken);
}

bool takes_by_exchange(std::atomic<bool>& taken) { return !taken.exchange(true); }

bool takes_under_a_spin_lock(bool& taken, std::atomic_flag& lock) {
  while (lock.test_and_set()) std::this_thread::yield();
  const bool first = takes_if_free(taken);
  lock.clear();
  return first;
}

bool is_there_twice(std::atomic<bool>& there) { return !there || there; }

void takes_away(std::atomic<bool>& there) { there = false; }

void waits_politely_for(std::atomic<int>& number) {
  while (number == 0) std::this_thread::yield();
}

void yields_and_then_says(std::atomic<int>& number) {
  std::this_thread::yield();
  number = 1;
}

void waits_for(Parcel& parcel) {
  std::unique_lock lock(parcel.mutex);
  while (!parcel.is_here) parcel.arrived.wait(lock);
}

void waits_and_then(Parcel& parcel, const std::function<void()>& with_the_mutex) {
  std::unique_lock lock(parcel.mutex);
  while (!parcel.is_here) parcel.arrived.wait(lock);
  with_the_mutex();
}

void brings_to_all(Parcel& parcel) {
  const std::lock_guard lock(parcel.mutex);
  parcel.is_here = true;
  parcel.arrived.notify_all();
}

void brings(Parcel& parcel) {
  const std::lock_guard lock(parcel.mutex);
  parcel.is_here = true;
  parcel.arrived.notify_one();
}

void brings_without_the_mutex(Parcel& parcel) {
  parcel.is_here = true;
  parcel.arrived.notify_one();
}

void looks_into(Parcel& parcel) { parcel.number += parcel.is_here ? 1 : 0; }

bool looks_into(ParcelWithoutShares& parcel) {
  const Parcel* const there = parcel.there;
  return there != nullptr && there->is_here;
}

void frees(ParcelWithoutShares& parcel) { delete parcel.there.exchange(nullptr); }

std::shared_ptr<Parcel> a_parcel() { return std::make_shared<Parcel>(); }

void drops(std::shared_ptr<Parcel>& parcel) { parcel.reset(); }

void releases(std::binary_semaphore& semaphore) { semaphore.release(); }

void acquires_and_deletes(std::binary_semaphore* semaphore) {
  semaphore->acquire();
  delete semaphore;
}

void frees_twice(bool* one) {
  delete one;
  delete one;  // NOLINT(clang-analyzer-*): that is the mistake
}

void waits_for_the_number(Parcel& parcel) { parcel.number.wait(0); }

void brings_the_number(Parcel& parcel) {
  parcel.number = 1;
  parcel.number.notify_one();
}

void twice(const std::function<void()>& body) {
  std::jthread one(body);
  std::jthread other(body);
}

void twice_in_c(void (*body)(void*), void* argument) {
  struct Call {
    void (*body)(void*);
    void* argument;
  } call{body, argument};
  const auto run = [](void* given) -> void* {
    const auto* const what = static_cast<Call*>(given);
    what->body(what->argument);
    return nullptr;
  };
  pthread_t threads[2];
  for (pthread_t& thread : threads) pthread_create(&thread, nullptr, run, &call);
  for (const pthread_t thread : threads) pthread_join(thread, nullptr);
}

struct Waiter {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::jthread thread{[this](const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    changed.wait(lock, stop, [] { return false; });
  }};
};

std::shared_ptr<void> a_waiting_thread() { return std::make_shared<Waiter>(); }

void together(int threads, std::atomic<int>& number) {
  std::vector<std::jthread> all;
  all.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i) all.emplace_back([&number] { ++number; });
}

void forks(bool& taken) {
  const pid_t child = fork();
  if (child == 0) {
    static_cast<void>(takes_if_free(taken));
    std::make_unique<bool>(taken).reset();
    std::jthread([&taken] { taken = false; }).join();
    _exit(0);
  }
  while (waitpid(child, nullptr, WNOHANG) == 0) continue;  // that blocks nobody: it isn't at rest
}

void counts_to(std::atomic<int>& counter, int number) {
  for (int i = 0; i < number; ++i) ++counter;
}

void increments_in_assembly(int& number) {
#ifdef __x86_64__
  asm volatile("incl %0" : "+m"(number));
#else
  ++number;
#endif
}

}  // namespace racing
