#include "kata/run/build.h"

#include <charconv>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>

#include "kata/base/files.h"
#include "kata/base/text.h"

namespace kata {
namespace {

namespace fs = std::filesystem;
constexpr auto look = std::chrono::milliseconds(20);
constexpr int most_builds = 3;

bool is_number(const std::string& name) {
  return name.find_first_not_of("0123456789") == std::string::npos;
}

/// Whether a ninja runs in this folder. None of ours does: it is our turn.
bool ninja_is_at_work(const fs::path& folder) {
  std::error_code error;
  const fs::path here = fs::canonical(folder, error);
  if (error) return false;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    if (!is_number(entry.path().filename().string())) continue;
    const auto name = read_file(entry.path() / "comm");
    if (!name || trimmed(*name) != "ninja") continue;
    std::error_code gone;
    if (fs::read_symlink(entry.path() / "cwd", gone) == here) return true;
  }
  return false;
}

Ending run_ninja(const context::Context& ctx, const Build& what) {
  Command ninja;
  ninja.words = {"ninja", "-C", what.folder.string(), what.target};
  // We read what compilers say: in English, and without colours, whatever the environment would
  // like.
  ninja.environment =
      environment_without({"LC_ALL=", "LANGUAGE=", "NINJA_STATUS=", "CLICOLOR_FORCE=",
                           "GCC_COLORS=", "GCC_URLS=", "TERM_URLS="});
  ninja.environment.emplace_back("LC_ALL=C.UTF-8");
  ninja.silence = what.silence;
  ninja.limit = std::chrono::hours(1);
  return run(ctx, ninja);
}

}  // namespace

Turn::Turn(const context::Context& ctx, const fs::path& build, const std::function<void()>& wait)
    : lock_(open((build / "kata-lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
  bool waits = false;
  while (lock_.good() && flock(lock_.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return;
    if (!waits && wait) wait();
    waits = true;
    if (context::sleep_for(ctx, look)) return;
  }
}

Ending build(const context::Context& ctx, const Build& what) {
  Ending built;
  for (int tries = 0; tries < most_builds; ++tries) {
    const bool disturbed = ninja_is_at_work(what.folder);
    built = run_ninja(ctx, what);
    if (built.end != End::exited || built.succeeded()) break;
    if (!disturbed && !ninja_is_at_work(what.folder)) break;
    while (ninja_is_at_work(what.folder)) {
      if (context::sleep_for(ctx, look)) return {End::cancelled, 0, ""};
    }
  }
  return built;
}

}  // namespace kata
