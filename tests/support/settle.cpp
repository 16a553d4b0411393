#include "support/settle.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iomanip>
#include <sstream>
#include <thread>

#include "support/points/turns.h"

namespace stage {
namespace {

using Clock = std::chrono::steady_clock;

std::atomic<int> abandoned = 0;
std::atomic<double> spin_limit_processor_seconds = 1;

/// Behind the limit of processor time, for threads that get none or write to nobody.
constexpr double wall_limit_seconds = 300;
std::atomic<double> writing_limit_seconds = wall_limit_seconds;

std::string name_of(os::ThreadId id) {
  const auto threads = other_threads();
  const auto found = std::ranges::find(threads, id, &OtherThread::id);
  return found == threads.end() ? "The threads" : "The thread '" + found->name + "'";
}

/// Who spins while another is held may do so because of that.
constexpr double limit_while_one_is_held = 0.05;
/// How often the threads of an answer may take turns between two events.
constexpr int most_turns = 10'000;

std::string after_turns() {
  return "The threads take turns, " + std::to_string(most_turns) +
         " of them, and nothing comes of it: one spins, and yields each time. Let it wait to be "
         "woken: by a condition variable, or by what asks a token.";
}

std::string load() {
  const os::Load now = os::load();
  std::ostringstream text;
  text << "load of this machine: " << std::fixed << std::setprecision(1) << now.wanted << " on "
       << now.processors << (now.processors == 1 ? " processor" : " processors");
  return text.str();
}

/// Waits for threads that haven't settled, for as long as they may.
class Patience {
 public:
  /// Waits a moment; or says, in the words of a failure, why that would be in vain.
  std::optional<std::string> wait_for(const os::Unsettled& unsettled) {
    if (++looks_ <= eager_looks) {
      std::this_thread::yield();
      return std::nullopt;
    }
    if (looks_ == eager_looks + 1) {
      wall_start_ = Clock::now();
      processor_start_ = os::others_processor_seconds();
    }
    if (auto trouble = limit_passed(unsettled)) return trouble;
    std::this_thread::sleep_for(unsettled.writes ? pause_for_a_reader : pause);
    return std::nullopt;
  }

 private:
  // By then whoever is only about to block has done so; who works needs the processor more than we.
  static constexpr int eager_looks = 50;
  static constexpr std::chrono::microseconds pause{20};
  static constexpr std::chrono::microseconds pause_for_a_reader{1000};

  [[nodiscard]] std::optional<std::string> limit_passed(const os::Unsettled& unsettled) const {
    std::ostringstream text;
    const double limit = points::somebody_is_held() ? std::min(limit_while_one_is_held,
                                                               spin_limit_processor_seconds.load())
                                                    : spin_limit_processor_seconds.load();
    if (os::others_processor_seconds() - processor_start_ > limit) {
      text << name_of(unsettled.id)
           << " spins: it runs and runs, and waits for nothing. Let it wait to be woken: by a "
              "condition variable, or by what asks a token.\n(The limit is "
           << limit << " s of processor time between two events; " << load() << ".)";
      return text.str();
    }
    const double wall_limit = unsettled.writes ? writing_limit_seconds.load() : wall_limit_seconds;
    if (std::chrono::duration<double>(Clock::now() - wall_start_).count() > wall_limit) {
      text << name_of(unsettled.id)
           << (unsettled.writes ? " has been writing for " : " has not settled for ") << wall_limit
           << (unsettled.writes ? " s, and nobody reads it." : " s. Is the machine too busy?")
           << "\n(That is the limit; " << load() << ".)";
      return text.str();
    }
    return std::nullopt;
  }

  int looks_ = 0;
  Clock::time_point wall_start_;
  double processor_start_ = 0;
};

}  // namespace

std::optional<std::string> settle() {
  int turns = 0;
  do {
    Patience patience;
    while (const auto unsettled = os::find_unsettled()) {
      if (auto trouble = patience.wait_for(*unsettled)) {
        // Whoever spins may wait for the one who is held.
        if (!points::let_go() || !points::pass_the_turn()) return trouble;
        patience = Patience();
      }
    }
    if (++turns > most_turns) return after_turns();
  } while (points::pass_the_turn());
  if (const auto wait = os::find_timed_wait()) {
    return "The thread '" + wait->name + "' waits by the wall clock (" + wait->how +
           "). Wait for what you want to know, not for time to pass.";
  }
  return std::nullopt;
}

void set_spin_limit(double processor_seconds) { spin_limit_processor_seconds = processor_seconds; }

void set_writing_limit(double seconds) { writing_limit_seconds = seconds; }

void ignore_present_threads() { os::ignore(other_threads()); }

void abandon_present_threads() {
  const auto threads = other_threads();
  os::put_last(threads);
  os::ignore(threads);
  ++abandoned;
}

int times_abandoned() { return abandoned; }

}  // namespace stage
