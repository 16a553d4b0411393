#include "kata/base/watcher.h"

#include <algorithm>
#include <array>
#include <utility>

#include <sys/inotify.h>
#include <sys/vfs.h>

namespace kata {
namespace {

/// Whether others than this kernel may write to the folder: then its notifications are not all.
bool is_remote(const std::filesystem::path& folder) {
  constexpr std::array<unsigned long, 7> kinds = {0x6969,       // NFS
                                                  0x517B,       // SMB
                                                  0xFF534D42,   // CIFS
                                                  0xFE534D42,   // SMB 2
                                                  0x01021997,   // 9p
                                                  0x65735546,   // FUSE
                                                  0x786F4256};  // VirtualBox
  struct statfs status{};
  if (statfs(folder.c_str(), &status) != 0) return false;
  const auto kind = static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL;
  return std::ranges::find(kinds, kind) != kinds.end();
}

}  // namespace

Watcher::Watcher(std::vector<std::filesystem::path> folders, By wish)
    : folders_(std::move(folders)),
      notify_(wish == By::polling || std::ranges::any_of(folders_, is_remote)
                  ? -1
                  : inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  watch_all();
}

void Watcher::watch_all() {
  if (!notify_.good()) return;
  constexpr std::uint32_t what = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE |
                                 IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF |
                                 IN_MOVE_SELF;
  bool any = false;
  for (const auto& folder : folders_) {
    // What is watched already stays so; a folder that isn't there is looked for the next time.
    any = inotify_add_watch(notify_.get(), folder.c_str(), what | IN_ONLYDIR) >= 0 || any;
  }
  if (!any) notify_.close();
}

void Watcher::take_in() {
  alignas(inotify_event) std::array<char, 16384> buffer;
  while (notify_.good() && read(notify_.get(), buffer.data(), buffer.size()) > 0) {
  }
  watch_all();
}

}  // namespace kata
