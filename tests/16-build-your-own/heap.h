#pragma once
#include <functional>

/// What a test can know and do about memory: heap_test.cpp has an operator new of its own.
namespace heap {

/// How many blocks the calling thread has allocated so far, and not freed.
[[nodiscard]] long live_blocks();

/// While it lives, calls `before` each time the calling thread allocates. One at a time per thread.
class Hook {
 public:
  explicit Hook(std::function<void()> before);
  ~Hook();
  Hook(const Hook&) = delete;
  Hook& operator=(const Hook&) = delete;

 private:
  std::function<void()> before_;
};

/// While it lives, each block that the calling thread allocates is a page of its own, and whoever
/// touches it after it was freed is noted; then they may go on. If they come to grief by that, they
/// are stopped there for ever, and the process goes on. One at a time. With a sanitizer it leaves
/// all this to that.
class Guard {
 public:
  Guard();
  ~Guard();
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;
};

/// How often that was, since the last Guard was made.
[[nodiscard]] int touched_after_free();

}  // namespace heap
