/// The fuzz target with two threads. run.sh builds and runs it.

#include <cstdio>
#include <cstdlib>

#include "race.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto complaint = fuzz::Race::run({data, size})) {
    std::fprintf(stderr, "Two threads, and %s\n", complaint->c_str());
    std::abort();
  }
  return 0;
}
