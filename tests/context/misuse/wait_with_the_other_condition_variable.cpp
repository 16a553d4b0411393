// expect: deleted function .*wait_until
#include <mutex>

#include "context/wait.h"

int main() {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable ready;
  return static_cast<bool>(
      context::wait_until(context::background(), ready, lock, [] { return true; }));
}
