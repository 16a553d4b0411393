#include "support/os/proc_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace stage::os {
namespace {

/// Of a thread that is ending, or has ended and is still listed, the files that only its owner may
/// read belong to root. So an ordinary user can't open them, though they can open their own.
bool is_ending(const std::string& path) {
  const std::string own = "/proc/thread-self" + path.substr(path.find('/'));
  const bool own_can_be_read = access(own.c_str(), R_OK) == 0;
  errno = EACCES;
  return own_can_be_read;
}

bool is_gone(const std::string& path) {
  return errno == ENOENT || errno == ESRCH || (errno == EACCES && is_ending(path));
}

}  // namespace

ProcFile::ProcFile(int folder, const std::string& path)
    : descriptor_(openat(folder, path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0 && !is_gone(path)) {
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
