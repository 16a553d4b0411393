/// A program that ends while a callback of a deadline blocks, and will for ever. ctest sees that it
/// ends.

#include <chrono>
#include <semaphore>

#include "context/context.h"

namespace {

// Never destroyed: the callback waits for it when all else has gone.
auto& never = *new std::binary_semaphore(0);
auto& begun = *new std::binary_semaphore(0);

}  // namespace

int main() {
  using namespace std::chrono_literals;
  static const auto timed = context::with_timeout(context::background(), 1ms);
  static auto& call = *new context::AfterFunc(context::after_func(timed.ctx, [] {
    begun.release();
    never.acquire();
  }));
  begun.acquire();
  return call.stop() ? 1 : 0;
}
