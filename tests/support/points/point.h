#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace stage::points {

/// What a thread is about to do at a point.
enum class Deed : std::uint8_t {
  reads,
  writes,
  changes,   // reads and writes at one go, as an atomic can
  counts,    // the same, by adding: most of these are counts of owners
  locks,     // a mutex
  sleeps,    // until a condition variable or an atomic is notified
  notifies,  // those who sleep on a condition variable
  wakes,     // those who sleep on an atomic: by its address, whatever is there by now
  frees,     // memory
  tells,     // the story of the scene: it deals with the stage
};

/// Where in the program: the return address, and those of the answer's functions that led there,
/// the innermost first; null where there is no more.
using Where = std::array<const void*, 4>;

/// One point at which a thread of the answer could be held: it is about to touch what others may
/// touch, too.
struct Point {
  int thread = 0;  // by the order of their making
  int number = 0;  // among the points of that thread, from 1
  Deed deed = Deed::reads;
  std::uintptr_t address = 0;
  std::size_t size = 1;
  bool on_own_stack = false;  // the address is in a frame of the thread's own
  int phase = 0;              // how many events had happened
  int locks = 0;              // which of the sets of mutexes it holds
  int made = 0;               // which of the times of making and joining threads it knows of
  Where where{};

  [[nodiscard]] bool only_reads() const { return deed == Deed::reads; }
};

/// Of a walk with more of them none is kept.
inline constexpr std::size_t most_points = 100'000;

/// A walk with more threads isn't played with holds: it has others that are smaller.
inline constexpr int most_threads = 25;

/// All points of one walk, in the order in which they were passed, and what is needed to see which
/// of them meet.
struct Record {
  std::vector<Point> points;
  std::vector<std::vector<std::uintptr_t>> locks;  // the sets, each sorted
  std::vector<std::vector<int>> made;              // for each thread: how much of it lies before
  std::vector<bool> crossable;  // whether a hold may last over the event that ended a phase
  bool too_many = false;        // and so none is kept
  int threads = 0;              // that took part
};

/// That a thread is held at a point, until all others rest; and if `events` > 0, until so many more
/// events have happened.
struct Hold {
  int thread = 0;
  int number = 0;
  int events = 0;
  Deed deed = Deed::reads;
  Where where{};
};

/// The holds that could make a difference, the likeliest first: at the earlier one of two points
/// that meet. Two points meet when different threads touch the same there, one of them not only
/// reading, when no making or joining of threads lies between, and no mutex keeps them apart.
/// `over_events`: whether a hold may last while an event happens.
[[nodiscard]] std::vector<Hold> holds_worth_trying(const Record& record, bool over_events);

}  // namespace stage::points
