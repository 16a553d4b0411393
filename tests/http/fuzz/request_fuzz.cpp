/// The fuzz target: what comes in at the server. run.sh builds and runs it.

#include <cstdio>
#include <cstdlib>

#include "request_machine.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto trouble = fuzz::try_requests({data, size})) {
    std::fprintf(stderr, "%s\n", trouble->c_str());
    std::abort();
  }
  return 0;
}
