/// The fuzz target: random programs, on the library and on the model. run.sh builds and runs it.

#include <cstdio>
#include <cstdlib>

#include "machine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto difference = fuzz::Machine::run({data, size});
  if (difference) {
    std::fprintf(stderr, "The library and the model differ: %s\n", difference->c_str());
    std::abort();
  }
  return 0;
}
