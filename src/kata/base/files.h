#pragma once
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace kata {

/// The whole of a file; none when it can't be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

/// Whether a write waits until the disk has it, so that it outlives a power cut.
enum class Wait : std::uint8_t { for_disk, no };

/// Puts `text` in the place of the file, as a whole or not at all: whatever fails, the old content
/// is still there. Follows a symbolic link, and keeps the permissions.
std::error_code replace_file(const std::filesystem::path& path, std::string_view text,
                             Wait wait = Wait::for_disk);

/// Copies the file beside itself, as the first free one of server.cpp.bak, server.cpp.2.bak, ...,
/// and waits until it is on the disk. An older backup is never written over.
std::expected<std::filesystem::path, std::error_code> back_up(const std::filesystem::path& path);

/// The same for what can't be copied, a folder: it is renamed.
std::expected<std::filesystem::path, std::error_code> set_aside(const std::filesystem::path& path);

}  // namespace kata
