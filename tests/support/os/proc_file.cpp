#include "support/os/proc_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace stage::os {

ProcFile::ProcFile(int folder, const std::string& path)
    : descriptor_(openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0 && errno != ENOENT && errno != ESRCH) {
    throw std::system_error(errno, std::generic_category(), "/proc/self/task/" + path);
  }
}

ProcFile::~ProcFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::optional<std::string_view> ProcFile::read(Bytes& bytes) const {
  ssize_t length = 0;
  do {
    length = pread(descriptor_, bytes.data(), bytes.size(), 0);
  } while (length < 0 && errno == EINTR);
  if (length <= 0) return std::nullopt;
  return std::string_view(bytes.data(), static_cast<std::size_t>(length));
}

}  // namespace stage::os
