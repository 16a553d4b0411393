#include "kata/course/fingerprint.h"

#include <algorithm>
#include <chrono>
#include <string_view>

#include "kata/base/files.h"

namespace kata {
namespace {

namespace fs = std::filesystem;

/// FNV-1a: this is to notice an edit, not an attack.
std::uint64_t hash(std::string_view text) {
  std::uint64_t result = 14695981039346656037U;
  for (const char c : text) {
    result ^= static_cast<unsigned char>(c);
    result *= 1099511628211U;
  }
  return result;
}

/// Removes what was compiled of the learner's file, wherever CMake keeps it. False: there is none.
bool forget_object(const Tree& tree, const Step& step) {
  bool found = false;
  for (const char* folder : {"tests/CMakeFiles", "CMakeFiles"}) {
    for (const char* target : {".dir", "-test.dir"}) {
      for (const char* up : {"__", "."}) {
        fs::path object = tree.root / tree.build / folder / (step.target() + target) / up;
        object /= step.answer().string() + ".o";
        std::error_code ignored;
        found = fs::remove(object, ignored) || found;
      }
    }
  }
  return found;
}

}  // namespace

Fingerprint fingerprint_of(const Tree& tree, const Step& step) {
  Fingerprint result;
  const fs::path handlers = step.tests() / "handlers";  // where the learner writes the test
  for (const fs::path& folder :
       {step.folder(), step.tests(), handlers / "right", handlers / "wrong"}) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(tree.root / folder, none)) {
      if (!is_source(entry.path())) continue;
      const auto text = read_file(entry.path());
      if (text) result[(folder / entry.path().filename()).string()] = hash(*text);
    }
  }
  return result;
}

void touch_changed(const Tree& tree, const Step& step, const Fingerprint& then,
                   const Fingerprint& now, fs::file_time_type built_at) {
  for (const auto& [name, value] : now) {
    const auto before = then.find(name);
    if (before != then.end() && before->second == value) continue;
    if (name == step.answer() && forget_object(tree, step)) continue;
    std::error_code ignored;
    const fs::path path = tree.root / name;
    if (fs::last_write_time(path, ignored) > built_at) continue;
    // A clock that was put back: what was built then is still newer than now.
    const auto newer = built_at + std::chrono::seconds(1);
    fs::last_write_time(path, std::max(fs::file_time_type::clock::now(), newer), ignored);
  }
}

}  // namespace kata
