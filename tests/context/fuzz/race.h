#pragma once
/// One random program on two real threads. A tree is derived, then both threads do their part at
/// once; what they leave behind must be what the model says of one of the orders in which the steps
/// can have happened.

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "context/context.h"
#include "context/manual_clock.h"
#include "model.h"

namespace fuzz {

class Race {
 public:
  /// What no order explains, in words; none if one does.
  static std::optional<std::string> run(std::span<const std::uint8_t> program);

 private:
  static constexpr std::size_t threads = 2;

  enum class Do { cancel, drop, derive, ask_done, call_after, let_go, advance };
  struct Step {
    Do what;
    std::size_t index;
    std::error_code cause;
  };
  struct Real {
    context::Context ctx;
    context::CancelFunc cancel;
    std::stop_token token;  ///< of before the race
  };
  /// What belongs to one thread alone.
  struct Actor {
    std::vector<Step> steps;
    std::vector<context::Context> handles;
    std::vector<context::Derived> derived;
    std::vector<std::size_t> parents;                           ///< of those derived
    std::deque<std::pair<std::size_t, std::atomic<int>>> runs;  ///< of a call on that context
    std::vector<context::AfterFunc> calls;
    std::optional<std::string> complaint;
  };

  explicit Race(std::span<const std::uint8_t> program) : program_(program) {}

  std::uint8_t next();
  void grow();
  void derive(std::size_t parent, std::uint8_t how);
  void plan();
  void act(Actor& actor);
  void act(Actor& actor, const Step& step);
  void look_below(Actor& actor, std::size_t index);
  std::optional<std::string> judge();
  bool explains(std::uint32_t order) const;
  std::optional<std::string> miscounted(const Actor& actor) const;
  bool is_below(std::size_t index, std::size_t top) const;

  std::span<const std::uint8_t> program_;
  context::testing::ManualClock clock_;
  Clock::time_point target_ = Clock::time_point::max();  ///< where the clock is moved to, if at all
  Model model_;
  std::vector<Real> reals_;
  std::vector<context::AfterFunc> dawdlers_;  ///< calls that give the other thread time
  std::vector<bool> dropped_;
  std::array<Actor, threads> actors_;
};

}  // namespace fuzz
