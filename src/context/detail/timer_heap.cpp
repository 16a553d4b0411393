#include "context/detail/timer_heap.h"

#include <algorithm>

#include "context/detail/time_source.h"

namespace context::inline v1::detail {
namespace {

constexpr std::size_t children = 4;

constexpr std::size_t parent_of(std::size_t slot) { return (slot - 1) / children; }
constexpr std::size_t first_child_of(std::size_t slot) { return slot * children + 1; }

}  // namespace

void TimerHeap::put(std::size_t slot, const Entry& entry) noexcept {
  entries_[slot] = entry;
  entry.node->slot = static_cast<std::uint32_t>(slot);
}

void TimerHeap::sift_up(std::size_t slot, const Entry& entry) noexcept {
  while (slot != 0 && entry.before(entries_[parent_of(slot)])) {
    put(slot, entries_[parent_of(slot)]);
    slot = parent_of(slot);
  }
  put(slot, entry);
}

void TimerHeap::sift_down(std::size_t slot, const Entry& entry) noexcept {
  for (;;) {
    const std::size_t first = first_child_of(slot);
    const std::size_t end = std::min(first + children, entries_.size());
    if (first >= end) break;
    std::size_t least = first;
    for (std::size_t child = first + 1; child < end; ++child) {
      if (entries_[child].before(entries_[least])) least = child;
    }
    if (!entries_[least].before(entry)) break;
    put(slot, entries_[least]);
    slot = least;
  }
  put(slot, entry);
}

void TimerHeap::push(DeadlineNode& node) {
  entries_.emplace_back();
  sift_up(entries_.size() - 1, Entry{node.deadline, pushed_++, &node});
}

void TimerHeap::erase(DeadlineNode& node) noexcept {
  const std::uint32_t slot = node.slot;
  if (slot == nowhere) return;
  node.slot = nowhere;
  const Entry last = entries_.back();
  entries_.pop_back();
  if (slot == entries_.size()) return;
  if (slot != 0 && last.before(entries_[parent_of(slot)])) {
    sift_up(slot, last);
  } else {
    sift_down(slot, last);
  }
}

}  // namespace context::inline v1::detail
