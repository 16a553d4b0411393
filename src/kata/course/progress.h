#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "kata/course/fingerprint.h"

namespace kata {

/// What we know of a step from the last time that it was tried.
struct Memory {
  bool green = false;
  std::filesystem::file_time_type built_at;
  Fingerprint fingerprint;  // what was tried
  // What the compiler warned of when it last compiled the learner's file; it doesn't say it again.
  std::string warning;  // the first; empty: of nothing
  int more_warnings = 0;
};

/// How far the learner has come: one small text file beside the build. It may vanish, or be
/// somebody else's, at any time; then steps are tried again, and nothing is lost. One thread.
class Progress {
 public:
  /// Reads what is there; lines that make no sense are passed over.
  explicit Progress(std::filesystem::path file);

  /// Whether the step was green when its files were as they are now.
  [[nodiscard]] bool green(const std::string& step, const Fingerprint& now) const;
  /// The same for red.
  [[nodiscard]] bool red(const std::string& step, const Fingerprint& now) const;

  /// The last try; null if there was none.
  [[nodiscard]] const Memory* last(const std::string& step) const;

  /// How many of its hints were shown.
  [[nodiscard]] int hints(const std::string& step) const;

  /// Both write the file at once. False when that can't be done: then we remember until we end.
  bool remember(const std::string& step, Memory memory);
  bool remember_hints(const std::string& step, int shown);

 private:
  void read(std::string_view text);
  [[nodiscard]] bool save() const;

  std::filesystem::path file_;
  std::map<std::string, Memory> memories_;
  std::map<std::string, int> hints_;
};

}  // namespace kata
