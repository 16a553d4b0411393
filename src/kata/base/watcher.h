#pragma once
#include <filesystem>
#include <vector>

#include "kata/base/descriptor.h"

namespace kata {

/// Tells when something in one of several folders may have changed: a file was written, made,
/// renamed, removed. It says too much rather than too little; what a file holds is for others to
/// compare. One thread.
class Watcher {
 public:
  enum class By : bool { notification, polling };

  /// Notifications, unless one would rather not or they don't reach us: the kernel has none left,
  /// or a folder is on another machine (NFS, SMB, 9p, FUSE), where others write to it.
  Watcher(std::vector<std::filesystem::path> folders, By wish);

  [[nodiscard]] By by() const { return notify_.good() ? By::notification : By::polling; }

  /// Readable when something has happened; -1 when there are no notifications. Then look from time
  /// to time.
  [[nodiscard]] int descriptor() const { return notify_.get(); }

  /// Takes in what has happened. Also watches what has been made anew (a folder that was renamed,
  /// or deleted and checked out again).
  void take_in();

 private:
  void watch_all();

  std::vector<std::filesystem::path> folders_;
  Descriptor notify_;
};

}  // namespace kata
