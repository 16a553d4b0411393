#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <new>
#include <optional>

#include "support/points/point.h"

namespace stage::points {

/// What the answer has freed in a walk. It is kept until the walk's end, so that nothing new comes
/// to lie there and whoever touches it is seen; of more than most_bytes the latest. Not
/// thread-safe.
class Freed {
 public:
  static constexpr std::size_t most_bytes = std::size_t{16} << 20U;

  Freed() = default;
  Freed(const Freed&) = delete;
  Freed& operator=(const Freed&) = delete;
  /// Gives all of it back.
  ~Freed();

  /// `block` comes from operator new, for that many bytes; from the aligned one if `alignment` is
  /// not 0. May throw std::bad_alloc, and has done nothing then.
  void keep(void* block, std::size_t size, std::align_val_t alignment, const Where& freed_at);

  /// Where the answer has freed what is touched there; nothing if it hasn't.
  [[nodiscard]] std::optional<Where> freed_at(std::uintptr_t address, std::size_t size) const;

 private:
  struct Block {
    void* begin;
    std::size_t size;
    std::align_val_t alignment;
    Where freed_at;
  };
  std::map<std::uintptr_t, Block> blocks_;  // by their last byte
  std::deque<std::uintptr_t> oldest_first_;
  std::size_t bytes_ = 0;
};

/// Gives `block` back to whom it comes from.
void give_back(void* block, std::size_t size, std::align_val_t alignment) noexcept;

}  // namespace stage::points
