#pragma once
/// Deadlines, earliest first. Not for users of the library.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace context::inline v1::detail {

struct DeadlineNode;

/// An indexed heap: each node knows its slot, so that a timer which is cancelled (nearly all are)
/// leaves at once instead of waiting for its hour. Four children to a parent, because they share a
/// cache line or two. Nodes with the same deadline leave in the order in which they came.
/// Not thread-safe: TimerQueue has the lock.
class TimerHeap {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  static constexpr std::uint32_t nowhere = UINT32_MAX;

  /// May throw std::bad_alloc, and has done nothing then.
  void push(DeadlineNode& node);
  /// Does nothing when the node is not here.
  void erase(DeadlineNode& node) noexcept;

  [[nodiscard]] DeadlineNode* earliest() const noexcept {
    return entries_.empty() ? nullptr : entries_.front().node;
  }
  /// TimePoint::max() when empty.
  [[nodiscard]] TimePoint earliest_deadline() const noexcept {
    return entries_.empty() ? TimePoint::max() : entries_.front().when;
  }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

 private:
  struct Entry {
    TimePoint when;
    std::uint64_t order;
    DeadlineNode* node;

    [[nodiscard]] bool before(const Entry& other) const noexcept {
      return when != other.when ? when < other.when : order < other.order;
    }
  };

  void put(std::size_t slot, const Entry& entry) noexcept;
  void sift_up(std::size_t slot, const Entry& entry) noexcept;
  void sift_down(std::size_t slot, const Entry& entry) noexcept;

  std::vector<Entry> entries_;
  std::uint64_t pushed_ = 0;
};

}  // namespace context::inline v1::detail
