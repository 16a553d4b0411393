#pragma once
/// What contexts must do, said as slowly and as plainly as possible: no tree of children, no flags,
/// no freeing. Each end is an event with a number; a context has ended when there is an event on
/// its path, and the earliest event says why.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <system_error>
#include <vector>

#include "context/context.h"

namespace fuzz {

using Clock = context::Clock;

struct Event {
  std::size_t number;
  context::Errc err;
  std::error_code cause;
};

class Model {
 public:
  enum class Kind { background, cancel, deadline, value, without_cancel, merge };

  struct Node {
    Kind kind = Kind::background;
    std::size_t parent = 0;
    std::size_t second = 0;  ///< of a merge, whose first is the parent
    Clock::time_point deadline = Clock::time_point::max();
    std::error_code cause_when_due;
    int key = 0;
    int value = 0;
    std::optional<Event> event;
  };

  Model() : nodes_(1) {}

  std::size_t derive(const Node& node) {
    nodes_.push_back(node);
    fire_due();
    return nodes_.size() - 1;
  }

  void end(std::size_t index, context::Errc err, std::error_code cause) {
    if (!nodes_[index].event) nodes_[index].event = Event{++events_, err, cause};
  }

  void set_time(Clock::time_point now) {
    now_ = now;
    fire_due();
  }

  [[nodiscard]] Clock::time_point now() const { return now_; }
  [[nodiscard]] const Node& operator[](std::size_t index) const { return nodes_[index]; }

  /// The earliest event from here up to where the path is cut.
  [[nodiscard]] std::optional<Event> ended(std::size_t index) const {
    std::optional<Event> first;
    for (const std::size_t each : whose_end_is_ours(index)) {
      const auto& event = nodes_[each].event;
      if (event && (!first || event->number < first->number)) first = event;
    }
    return first;
  }

  [[nodiscard]] Clock::time_point deadline(std::size_t index) const {
    Clock::time_point earliest = Clock::time_point::max();
    for (const std::size_t each : whose_end_is_ours(index)) {
      earliest = std::min(earliest, nodes_[each].deadline);
    }
    return earliest;
  }

  [[nodiscard]] std::optional<int> value(std::size_t index, int key) const {
    for (; index != 0; index = nodes_[index].parent) {
      if (nodes_[index].kind == Kind::value && nodes_[index].key == key) return nodes_[index].value;
    }
    return std::nullopt;
  }

  /// Live contexts whose own deadline comes before every one above.
  [[nodiscard]] std::vector<std::size_t> armed() const {
    std::vector<std::size_t> found;
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
      const bool own = nodes_[i].deadline < deadline(nodes_[i].parent);
      if (nodes_[i].kind == Kind::deadline && own && !ended(i)) found.push_back(i);
    }
    return found;
  }

 private:
  /// This one, and all above it, up to where the paths are cut. (A parent has the lower number.)
  [[nodiscard]] std::vector<std::size_t> whose_end_is_ours(std::size_t index) const {
    std::vector<std::size_t> found;
    std::vector<bool> is_above(nodes_.size());
    is_above[index] = true;
    for (; index != 0; --index) {
      if (!is_above[index] || nodes_[index].kind == Kind::without_cancel) continue;
      found.push_back(index);
      is_above[nodes_[index].parent] = true;
      is_above[nodes_[index].second] = true;
    }
    return found;
  }

  void fire_due() {
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
      if (nodes_[i].deadline <= now_) {
        end(i, context::Errc::deadline_exceeded, nodes_[i].cause_when_due);
      }
    }
  }

  std::vector<Node> nodes_;
  std::size_t events_ = 0;
  Clock::time_point now_;
};

}  // namespace fuzz
