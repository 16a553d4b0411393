/// A program that has one thread while callbacks run, and another when their AfterFuncs and
/// contexts go. A std::stop_callback of libstdc++ 12 would wait there for ever. ctest sees that it
/// ends.

#include <stop_token>
#include <thread>
#include <utility>

#include <unistd.h>

#include "context/context.h"

int main() {
  alarm(60);  // kills a program that hangs
  int runs = 0;
  const auto [ctx, cancel] = context::with_cancel(context::background());
  auto made = context::after_func(ctx, [&runs] { ++runs; });
  auto prevented = context::after_func(ctx, [&runs] { runs += 10; });
  (void)prevented.stop();
  std::stop_source source;
  auto linked = context::from(source.get_token());
  auto merged = context::merge(context::from(std::stop_source().get_token()), linked);

  cancel();
  source.request_stop();

  std::thread([&] {
    made = context::AfterFunc();
    prevented = context::AfterFunc();
    linked = merged = context::background();
  }).join();
  return runs == 1 ? 0 : 1;
}
