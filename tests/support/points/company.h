#pragma once
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <pthread.h>

#include "support/os/threads.h"
#include "support/points/freed.h"
#include "support/points/point.h"
#include "support/points/turns.h"

namespace stage::points {

class Company;

/// As long as it lives, the calling thread deals with a point: see deals_with_a_point().
class Dealing {
 public:
  Dealing();
  ~Dealing();
  Dealing(const Dealing&) = delete;
  Dealing& operator=(const Dealing&) = delete;
};

/// A thread that takes part in a walk.
struct Player {
  Player(Company& its_company, int its_number, std::string its_name)
      : company(its_company), thread(its_number), name(std::move(its_name)) {}

  Company& company;
  const int thread;
  const std::string name;
  std::atomic<os::ThreadId> id = 0;  // once it runs

  // The thread's own.
  int passed = 0;
  int locks_now = 0;  // its index in the record
  int made_now = 0;   // its index in the record
  int yields = 0;
  int undisturbed = 0;  // how many of points::Undisturbed there are
  std::atomic<bool> overtaken = false;
  os::Stack stack;
  std::vector<const void*> callers;   // who called the functions of the answer that it is in
  std::vector<std::uintptr_t> locks;  // sorted
  std::vector<int> knows;             // of each thread: how much of it lies before

  // Guarded by the company's mutex.
  enum class State : std::uint8_t { plays, waits, is_held };
  State state = State::plays;
  int yielded = 0;               // when, among all yields; 0: it hasn't
  bool asked_again = false;      // for what it wanted, since others have run
  const void* wanted = nullptr;  // the mutex that another has
  bool may_run = false;
  std::condition_variable turn;
};

/// Those who take part in one walk, and whose turn it is. What is said to be for players is called
/// by their own threads, and blocks until it is their turn.
class Company {
 public:
  Company(const std::optional<Hold>& hold, bool backwards, Teller* teller);

  Player& add(Player* maker, const std::string& name);
  void runs_in(pthread_t thread, Player& player);
  /// For players.
  void joins(Player& player, pthread_t thread);

  /// For players: at a point.
  void pass(Player& player, Deed deed, std::uintptr_t address, std::size_t size, const void* where);
  /// For everybody: frees it, but not before the walk has ended.
  void frees(Player* player, void* block, std::size_t size, std::align_val_t alignment,
             const void* where);
  /// For players: nothing that counts, but only in its turn.
  void take_turn(Player& player);
  /// For players: lets the others go first. Who wants a mutex is let go on when nobody has it.
  void step_back(Player& player, const void* wanted = nullptr);
  /// The same, for one who can do nothing until another has done something.
  void yield(Player& player);
  /// From now on nobody waits for a turn: the test's own thread waits for some of them, and so
  /// can't pass it on. Or again they do.
  void run_freely(bool freely);

  void locked(Player& player, const void* mutex);
  void unlocks(Player& player, const void* mutex);
  [[nodiscard]] static bool has(const Player& player, const void* mutex);
  [[nodiscard]] bool knows_who_has(const void* mutex);
  void falls_asleep(const void* condition, const void* mutex);
  void woke(const void* condition, const void* mutex);
  /// Some sleepers, or all, have been woken. Whether they may come back now: their mutex is free.
  [[nodiscard]] bool woken(const void* condition, bool all);
  [[nodiscard]] bool wanted_by_the_woken(const void* mutex);

  // For the stage: see turns.h.
  void give_turn_to(Player& player);
  void give_turn_to(os::ThreadId id);
  bool pass_the_turn();
  void event_happens(bool crossable);
  void tie(bool on);
  void let_go();
  [[nodiscard]] bool somebody_is_held();
  [[nodiscard]] int moment() const { return phase_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool clearly_before(int one, int other);
  Outcome end();

 private:
  void wait(Player& player, std::unique_lock<std::mutex>& lock);
  void put_down(const Player& player, Deed deed, std::uintptr_t address, std::size_t size,
                const void* where);
  void hold(Player& player, const void* where, const Hold& hold);
  void look_for_freed(const Player& player, std::uintptr_t address, std::size_t size,
                      const void* where);
  int remember(const std::vector<int>& known);
  int number_of(const std::vector<std::uintptr_t>& locks);
  template <class Predicate>
  Player* find(Predicate predicate);
  Player* who_yielded_first();
  Player* held();

  struct Sleepers {
    int count = 0;
    const void* mutex = nullptr;
  };

  const std::optional<Hold> hold_;
  const bool backwards_;
  Teller* const teller_;
  std::atomic<bool> open_ = true;  // else everybody just runs
  std::atomic<Player*> running_ = nullptr;
  std::atomic<int> phase_ = 0;
  std::atomic<bool> has_freed_ = false;

  std::mutex mutex_;  // guards what follows
  std::deque<Player> players_;
  std::map<pthread_t, Player*> threads_;
  Freed freed_;
  std::map<const void*, Player*> holders_;  // of mutexes
  std::map<const void*, Sleepers> sleepers_;
  std::map<const void*, int> returning_;  // to a mutex, woken
  bool tie_ = false;
  bool freely_ = false;
  int yields_ = 0;
  int events_to_go_ = 0;
  std::vector<bool> held_over_;  // for each event: whether somebody was held while it happened
  Outcome outcome_;
};

/// The player whose thread calls; null if it is none. At each point it is asked for.
extern constinit thread_local Player* the_player;
[[nodiscard]] inline Player* this_player() { return the_player; }
void become(Player* player);
/// What the answer frees is to be kept until the walk ends.
[[nodiscard]] bool keeps_what_is_freed();
/// The present walk; null if there is none.
[[nodiscard]] Company* present_company();
/// A player that the calling thread makes, which may be none itself; null if there is no walk.
[[nodiscard]] Player* make_player();

}  // namespace stage::points
