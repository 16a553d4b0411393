#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace stage::os {

/// A file of /proc that is kept open and read again and again, which costs a fourth of opening it
/// each time. What it tells of a thread it never tells of a later one that has got the same id:
/// when the thread has gone, nothing can be read any more.
class ProcFile {
 public:
  /// `path`, a thread's id and a file's name, is relative to the open `folder`. Of a thread that
  /// has gone, or is about to, nothing can be read; throws std::system_error when the file can't be
  /// opened for any other reason: too many are open, say.
  ProcFile(int folder, const std::string& path);
  ~ProcFile();
  ProcFile(ProcFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  ProcFile& operator=(ProcFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  using Bytes = std::array<char, 2048>;
  /// The beginning of it as it is now, in `bytes`; nothing when the thread has gone.
  [[nodiscard]] std::optional<std::string_view> read(Bytes& bytes) const;

 private:
  int descriptor_;
};

}  // namespace stage::os
