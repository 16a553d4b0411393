#include "support/points/point.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

namespace stage::points {
namespace {

/// Whether `one` lies before `other` for every schedule: its thread had come so far when the
/// other's was made, or had been joined.
bool must_come_before(const Record& record, const Point& one, const Point& other) {
  const std::vector<int>& known = record.made[static_cast<std::size_t>(other.made)];
  const auto thread = static_cast<std::size_t>(one.thread);
  return thread < known.size() && one.number <= known[thread];
}

bool kept_apart(const Record& record, const Point& one, const Point& other) {
  const auto& locks = record.locks[static_cast<std::size_t>(one.locks)];
  const auto& others = record.locks[static_cast<std::size_t>(other.locks)];
  return std::ranges::any_of(
      locks, [&](std::uintptr_t lock) { return std::ranges::binary_search(others, lock); });
}

/// Whether what lies at the same address is not the same: a thread has its frames where another had
/// them before.
bool lie_on_two_stacks(const Point& one, const Point& other) {
  return one.on_own_stack && other.on_own_stack;
}

bool meet(const Record& record, const Point& one, const Point& other) {
  return one.thread != other.thread && !(one.only_reads() && other.only_reads()) &&
         one.address < other.address + other.size && other.address < one.address + one.size &&
         !lie_on_two_stacks(one, other) && !kept_apart(record, one, other) &&
         !must_come_before(record, one, other);
}

/// Whether the thread is in the answer there. Else it is an event's own, which has hardly begun: to
/// hold that would be another order of the events.
bool is_in_the_answer(const Point& point) {
  return point.deed != Deed::tells || point.where[1] != nullptr;
}

/// For each of `points` the index of the next one that is another thread's.
std::vector<std::ptrdiff_t> next_of_another_thread(const std::vector<const Point*>& points) {
  const auto end = static_cast<std::ptrdiff_t>(points.size());
  std::vector<std::ptrdiff_t> next(points.size(), end);
  for (std::size_t i = points.size(); i-- > 0;) {
    if (i + 1 == points.size()) continue;
    next[i] = points[i + 1]->thread == points[i]->thread ? next[i + 1]
                                                         : static_cast<std::ptrdiff_t>(i) + 1;
  }
  return next;
}

/// What was passed in each of the cells of memory, in that order.
using Cells = std::unordered_map<std::uintptr_t, std::vector<const Point*>>;
constexpr std::uintptr_t bytes_of_a_cell = 16;

/// A block that is freed may be large, and most of it is nobody else's.
void add_where_others_are(Cells& cells, const Point& point) {
  const std::uintptr_t first = point.address / bytes_of_a_cell;
  const std::uintptr_t last = (point.address + point.size - 1) / bytes_of_a_cell;
  const auto add = [&point](std::vector<const Point*>& points) {
    points.insert(std::ranges::upper_bound(points, &point), &point);
  };
  if (last - first > cells.size()) {
    for (auto& [cell, points] : cells) {
      if (cell >= first && cell <= last) add(points);
    }
    return;
  }
  for (std::uintptr_t cell = first; cell <= last; ++cell) {
    if (const auto found = cells.find(cell); found != cells.end()) add(found->second);
  }
}

/// How many events lie between two points; -1 if a hold may not last over them.
int events_between(const Record& record, const Point& one, const Point& other) {
  for (int phase = one.phase; phase < other.phase; ++phase) {
    if (!record.crossable[static_cast<std::size_t>(phase)]) return -1;
  }
  return other.phase - one.phase;
}

/// The smaller, the likelier is it that a mistake shows there.
int rank(const Hold& hold) {
  switch (hold.deed) {
    case Deed::sleeps:
      return 0;
    case Deed::writes:
      return 1;
    case Deed::notifies:
    case Deed::wakes:
      return 2;
    case Deed::tells:
      return 3;
    case Deed::changes:
      return 4;
    case Deed::locks:
      return 5;
    case Deed::reads:
      return 6;
    case Deed::counts:
      return 7;
    case Deed::frees:
      return 8;
  }
  return 9;
}

}  // namespace

std::vector<Hold> holds_worth_trying(const Record& record, bool over_events) {
  const int most_events = over_events ? 1 : 0;
  Cells cells;
  for (const Point& point : record.points) {
    if (point.deed == Deed::frees) continue;
    const std::uintptr_t last = (point.address + point.size - 1) / bytes_of_a_cell;
    for (std::uintptr_t cell = point.address / bytes_of_a_cell; cell <= last; ++cell) {
      cells[cell].push_back(&point);
    }
  }

  for (const Point& point : record.points) {
    if (point.deed == Deed::frees) add_where_others_are(cells, point);
  }

  std::map<std::pair<const Point*, int>, Hold> found;
  for (const auto& [cell, points] : cells) {
    const auto others = next_of_another_thread(points);
    for (auto one = points.begin(); one != points.end(); ++one) {
      if (!is_in_the_answer(**one)) continue;
      int known = 0;  // of the most_events + 1 holds that there can be at this point
      for (auto other = one; other != points.end() && known <= most_events;) {
        if ((*other)->thread == (*one)->thread) {
          other = points.begin() + others[static_cast<std::size_t>(other - points.begin())];
          continue;
        }
        const Point& met = **other++;
        if (met.phase - (*one)->phase > most_events) break;
        if (!meet(record, **one, met)) continue;
        const int events = events_between(record, **one, met);
        if (events < 0) continue;
        const Hold hold{.thread = (*one)->thread,
                        .number = (*one)->number,
                        .events = events,
                        .deed = (*one)->deed,
                        .where = (*one)->where};
        if (found.try_emplace({*one, events}, hold).second) ++known;
      }
    }
  }

  std::vector<Hold> holds;
  holds.reserve(found.size());
  for (const auto& [key, hold] : found) holds.push_back(hold);
  // Of those alike the last is the first: somebody gives up late in a scene.
  std::ranges::sort(holds, {}, [](const Hold& hold) {
    return std::tuple(rank(hold), -hold.number, hold.thread, hold.events);
  });
  return holds;
}

}  // namespace stage::points
