#include "support/points/freed.h"

namespace stage::points {

Freed::~Freed() {
  for (const auto& [last, block] : blocks_) give_back(block.begin, block.size, block.alignment);
}

void Freed::keep(void* block, std::size_t size, std::align_val_t alignment, const Where& freed_at) {
  const std::uintptr_t last = reinterpret_cast<std::uintptr_t>(block) + size - 1;
  oldest_first_.push_back(last);
  bytes_ += size;
  blocks_.try_emplace(
      last, Block{.begin = block, .size = size, .alignment = alignment, .freed_at = freed_at});
  while (bytes_ > most_bytes) {
    const auto oldest = blocks_.find(oldest_first_.front());
    bytes_ -= oldest->second.size;
    give_back(oldest->second.begin, oldest->second.size, oldest->second.alignment);
    blocks_.erase(oldest);
    oldest_first_.pop_front();
  }
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
