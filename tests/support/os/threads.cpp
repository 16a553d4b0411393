#include "support/os/threads.h"

#include <array>
#include <cstdlib>

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace stage::os {

ThreadId this_thread() { return gettid(); }

bool on_first_thread() { return gettid() == getpid(); }

Stack stack_of_this_thread() {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return {};
  void* lowest = nullptr;
  std::size_t size = 0;
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_destroy(&attributes);
  const auto begin = reinterpret_cast<std::uintptr_t>(lowest);
  return {.begin = begin, .end = begin + size};
}

void name_this_thread(const std::string& name) {
  pthread_setname_np(pthread_self(), name.substr(0, 15).c_str());
}

std::string name_of_this_thread() {
  std::array<char, 16> name{};
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return name.data();
}

void put_last(std::span<const Thread> threads) {
  constexpr int lowest = 19;
  for (const Thread& thread : threads) {
    setpriority(PRIO_PROCESS, static_cast<id_t>(thread.id), lowest);
  }
}

Load load() {
  double average = 0;
  if (getloadavg(&average, 1) != 1) average = 0;
  return {.wanted = average, .processors = sysconf(_SC_NPROCESSORS_ONLN)};
}

}  // namespace stage::os
