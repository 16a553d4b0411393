#include "support/points/freed.h"

namespace stage::points {

Freed::~Freed() {
  for (const auto& [last, block] : blocks_) give_back(block.begin, block.size, block.alignment);
}

void Freed::keep(void* block, std::size_t size, std::align_val_t alignment, const Where& freed_at) {
  const std::uintptr_t last = reinterpret_cast<std::uintptr_t>(block) + size - 1;
  blocks_.try_emplace(
      last, Block{.begin = block, .size = size, .alignment = alignment, .freed_at = freed_at});
}

std::optional<Where> Freed::freed_at(std::uintptr_t address, std::size_t size) const {
  const auto found = blocks_.lower_bound(address);
  if (found == blocks_.end()) return std::nullopt;
  const auto begin = reinterpret_cast<std::uintptr_t>(found->second.begin);
  if (begin >= address + size) return std::nullopt;
  return found->second.freed_at;
}

void give_back(void* block, std::size_t size, std::align_val_t alignment) noexcept {
  if (alignment == std::align_val_t{}) {
    ::operator delete(block, size);
  } else {
    ::operator delete(block, size, alignment);
  }
}

}  // namespace stage::points
