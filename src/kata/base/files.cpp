#include "kata/base/files.h"

#include <cerrno>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kata {
namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

/// Makes a new file with this content, safely on the disk; else leaves none behind.
std::error_code create(const std::filesystem::path& path, std::string_view text, mode_t mode,
                       Wait wait) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return last_error();
  std::error_code error;
  while (!text.empty() && !error) {
    const ssize_t count = write(file, text.data(), text.size());
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    if (count < 0 && errno != EINTR) error = last_error();
  }
  if (!error && wait == Wait::for_disk && fsync(file) != 0 && errno != EINVAL) error = last_error();
  if (close(file) != 0 && !error) error = last_error();
  if (error) unlink(path.c_str());
  return error;
}

/// server.cpp.bak, server.cpp.2.bak, ...
std::filesystem::path backup_name(std::filesystem::path path, int number) {
  path += number == 1 ? ".bak" : "." + std::to_string(number) + ".bak";
  return path;
}

mode_t mode_of(const std::filesystem::path& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0666U;
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) return std::nullopt;
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return std::nullopt;
  return text;
}

std::error_code replace_file(const std::filesystem::path& path, std::string_view text, Wait wait) {
  std::error_code ignored;
  std::filesystem::path target = std::filesystem::weakly_canonical(path, ignored);
  if (target.empty()) target = path;
  std::filesystem::path draft = target;
  draft += "." + std::to_string(getpid()) + ".new";

  if (const std::error_code error = create(draft, text, mode_of(target), wait)) return error;
  if (rename(draft.c_str(), target.c_str()) == 0) return {};
  const std::error_code error = last_error();
  unlink(draft.c_str());
  return error;
}

std::expected<std::filesystem::path, std::error_code> back_up(const std::filesystem::path& path) {
  const auto text = read_file(path);
  if (!text) return std::unexpected(std::make_error_code(std::errc::io_error));
  for (int number = 1;; ++number) {
    const std::filesystem::path copy = backup_name(path, number);
    const std::error_code error = create(copy, *text, mode_of(path), Wait::for_disk);
    if (!error) return copy;
    if (error != std::errc::file_exists) return std::unexpected(error);
  }
}

std::expected<std::filesystem::path, std::error_code> set_aside(const std::filesystem::path& path) {
  int number = 1;
  while (std::filesystem::exists(std::filesystem::symlink_status(backup_name(path, number)))) {
    ++number;
  }
  std::error_code error;
  std::filesystem::rename(path, backup_name(path, number), error);
  if (error) return std::unexpected(error);
  return backup_name(path, number);
}

}  // namespace kata
