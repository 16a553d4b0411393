#pragma once
#include <optional>
#include <string>
#include <vector>

#include "support/os/threads.h"
#include "support/points/point.h"

/// Who of the answer's threads may run. While a walk is on, they run one at a time: at its first
/// point since it was at rest a thread waits for its turn, and the turn goes on only when all are
/// at rest. So what an answer does between two points is the same in each run, and a thread can be
/// held at any of them.
///
/// The points of the answer are where its code reads, writes, locks, sleeps or notifies: see
/// accesses.cpp and calls.cpp. A thread that passes none knows nothing of turns.
namespace stage::points {

/// Is told when a thread is held, when it goes on, and when it first touches what was freed. Called
/// by that thread.
struct Teller {
  virtual ~Teller() = default;
  virtual void held(const std::string& who) = 0;
  virtual void goes_on(const std::string& who) = 0;
  virtual void touches_what_was_freed(const std::string& who) = 0;
};

/// Begins a walk, with at most one hold. `backwards`: of those who wait for a turn the youngest is
/// the first, else the oldest. The test's thread; `teller` must live as long as threads do that
/// take part.
void begin(const std::optional<Hold>& hold, bool backwards, Teller* teller);

/// Nobody takes part in the present walk. The test's thread, before anybody does.
void sit_out();

struct Outcome {
  Record record;
  bool held = false;         // the hold took place
  bool strayed = false;      // or not, as the thread was about to do something else
  std::vector<void*> stack;  // of the thread that was held, the innermost first

  /// The first who touched what the answer had freed in the walk.
  struct Touch {
    std::string who;
    Where touched_at{};
    Where freed_at{};
  };
  std::optional<Touch> touch;
};

/// Ends the walk. Whoever is left waits for a turn for ever. The test's thread.
Outcome end();

/// The calling thread takes part from now on, and it is its turn; so do those that it makes. All
/// others are at rest.
void take_part(const std::string& name);

/// All are at rest, and this thread is about to be woken: it needn't wait for its turn.
void wakes(os::ThreadId thread);

/// A point of the stage: the calling thread deals with it.
void tell();

/// Whether the calling thread deals with a point just now: what it allocates is the stage's.
[[nodiscard]] bool deals_with_a_point();

/// From now on what the answer frees is freed at once: the test looks after its memory itself.
void free_at_once();

/// As long as it lives, the calling thread isn't held: it has locked what the test itself looks at.
class Undisturbed {
 public:
  Undisturbed();
  ~Undisturbed();
  Undisturbed(const Undisturbed&) = delete;
  Undisturbed& operator=(const Undisturbed&) = delete;
};

/// An event is about to happen. `crossable`: from the last one to this one nobody has looked at
/// what has come of it, so a thread may be held all the time.
void event_happens(bool crossable);

/// While two events happen at once nobody who is held goes on.
void tie(bool on);

/// Who is held goes on when all are at rest, whatever events were to happen first. Whether anybody
/// is.
bool let_go();

[[nodiscard]] bool somebody_is_held();

/// All are at rest: lets one go on who can. False if nobody can.
bool pass_the_turn();

/// Between two events all happens at one moment; also what two events bring that happen at once.
[[nodiscard]] int moment();
/// Whether `one` lay before `other` for everybody: nobody was held from the one to the other.
[[nodiscard]] bool clearly_before(int one, int other);

/// Whether the calling thread was held while an event happened: what it saw before needn't be true
/// any more, and it can't know.
[[nodiscard]] bool this_thread_was_overtaken();

}  // namespace stage::points
