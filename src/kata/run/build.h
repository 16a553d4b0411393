#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "context/context.h"
#include "kata/base/descriptor.h"
#include "kata/run/limits.h"
#include "kata/run/process.h"

namespace kata {

/// Of all runners in one tree, one at a time builds and tests: two builds that write the same
/// object make a third thing of it. Where no lock can be had (a read-only tree), one goes on
/// without.
class Turn {
 public:
  /// Blocks until it is our turn, or `ctx` is cancelled; calls `wait` once if that takes a while.
  Turn(const context::Context& ctx, const std::filesystem::path& build,
       const std::function<void()>& wait);

 private:
  Descriptor lock_;  // let go with the file
};

/// What to build, and where.
struct Build {
  std::filesystem::path folder;  // of CMake
  std::string target;
  std::chrono::milliseconds silence = Limits{}.compiler;
};

/// Runs ninja, and blocks until it has ended. An IDE may be building in the same folder, which
/// knows nothing of turns: what fails while another ninja is at work there is built again when that
/// is through.
Ending build(const context::Context& ctx, const Build& what);

}  // namespace kata
