#include "store.h"

#include <condition_variable>
#include <mutex>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context /*ctx*/) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable nobody_notifies;

  std::string data;
  for (const char character : data_) {
    nobody_notifies.wait_for(lock, tick_);

    data += character;
    built_(character);
  }
  return data;
}
