// What the answer's calls to the C and C++ libraries are turned into, those that block, wake or
// make threads: with_points.sh renames them in the answer's object, and nowhere else. Compiled
// without debug information, so that a debugger steps over them.
#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "support/os/threads.h"
#include "support/points/company.h"

namespace {

using stage::points::become;
using stage::points::Company;
using stage::points::Dealing;
using stage::points::Deed;
using stage::points::keeps_what_is_freed;
using stage::points::make_player;
using stage::points::Player;
using stage::points::present_company;
using stage::points::this_player;

#define HERE __builtin_return_address(0)

std::uintptr_t address_of(const void* object) { return reinterpret_cast<std::uintptr_t>(object); }

/// The test's own thread is in the answer, and may have to wait for others.
class TestWaits {
 public:
  TestWaits() : company_(present_company()) {
    if (company_ != nullptr) company_->run_freely(true);
  }
  ~TestWaits() {
    if (company_ != nullptr) company_->run_freely(false);
  }
  TestWaits(const TestWaits&) = delete;
  TestWaits& operator=(const TestWaits&) = delete;

 private:
  Company* const company_;
};

/// Runs `wait()` on a thread that is no player.
template <class Wait>
auto outside(Wait wait) {
  if (!stage::os::on_first_thread()) return wait();
  const TestWaits waits;
  return wait();
}

/// Of those who want it, one after the other has it: whose turn it is, and not who is quicker.
int lock_in_turn(Player& player, pthread_mutex_t* mutex) {
  player.company.take_turn(player);
  int error = pthread_mutex_trylock(mutex);
  if (error == EBUSY && player.company.has(player, mutex)) return pthread_mutex_lock(mutex);
  while (error == EBUSY && player.company.knows_who_has(mutex)) {
    player.company.step_back(player, mutex);
    error = pthread_mutex_trylock(mutex);
  }
  if (error == EBUSY) error = pthread_mutex_lock(mutex);
  if (error == 0) player.company.locked(player, mutex);
  return error;
}

int lock(Player& player, pthread_mutex_t* mutex, const void* where) {
  player.company.pass(player, Deed::locks, address_of(mutex), sizeof *mutex, where);
  return lock_in_turn(player, mutex);
}

int unlock(Player& player, pthread_mutex_t* mutex) {
  player.company.take_turn(player);
  player.company.unlocks(player, mutex);
  const int error = pthread_mutex_unlock(mutex);
  // Whoever was woken has it next, and not who is quicker.
  if (player.company.wanted_by_the_woken(mutex)) player.company.step_back(player);
  return error;
}

/// Runs `wait()`, which sleeps on `condition` and lets go of `mutex` meanwhile.
template <class Wait>
int sleep(pthread_cond_t* condition, pthread_mutex_t* mutex, const void* where, Wait wait) {
  Player* const player = this_player();
  if (player == nullptr) return outside(wait);
  Company& company = player->company;
  company.pass(*player, Deed::sleeps, address_of(condition), sizeof *condition, where);
  company.falls_asleep(condition, mutex);
  company.unlocks(*player, mutex);
  const int error = wait();
  company.woke(condition, mutex);
  if (error == 0 || error == ETIMEDOUT) {
    pthread_mutex_unlock(mutex);
    lock_in_turn(*player, mutex);
  } else {
    company.locked(*player, mutex);  // in whatever state it is
  }
  return error;
}

int sleep(pthread_cond_t* condition, pthread_mutex_t* mutex, const void* where) {
  return sleep(condition, mutex, where, [&] { return pthread_cond_wait(condition, mutex); });
}

/// Wakes one who sleeps on `condition`, or all.
int wake(pthread_cond_t* condition, bool all, const void* where) {
  Player* const player = this_player();
  if (player != nullptr) {
    player->company.pass(*player, Deed::notifies, address_of(condition), sizeof *condition, where);
  }
  const int error = all ? pthread_cond_broadcast(condition) : pthread_cond_signal(condition);
  if (player != nullptr && player->company.woken(condition, all)) {
    player->company.step_back(*player);
  }
  return error;
}

/// Runs `join()`, which waits for the end of `thread`.
template <class Join>
auto wait_for(pthread_t thread, Join join) {
  Player* const player = this_player();
  const auto result = player == nullptr ? outside(join) : join();
  if (player != nullptr) player->company.joins(*player, thread);
  return result;
}

void free_at_the_end(void* block, std::size_t size, std::align_val_t alignment, const void* where) {
  Company* const company = present_company();
  if (block == nullptr || size == 0 || company == nullptr || !keeps_what_is_freed()) {
    stage::points::give_back(block, size, alignment);
  } else {
    company->frees(this_player(), block, size, alignment, where);
  }
}

/// The calling thread is this player's.
void play_as(Player& player) {
  become(&player);
  player.company.runs_in(pthread_self(), player);
}

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the library's names
/// What std::thread::_State is to the binary: newer standard headers keep that to themselves.
struct Body {
  Body() = default;
  virtual ~Body() = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  virtual void _M_run() = 0;
};
using BodyPtr = std::unique_ptr<Body>;

/// What a thread does that a player has made.
struct Part : Body {
  Part(BodyPtr its_body, Player& its_player) : body(std::move(its_body)), player(its_player) {}
  void _M_run() override {
    play_as(player);
    body->_M_run();
    body.reset();
  }

  BodyPtr body;
  Player& player;
};
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

struct CPart {
  void* (*body)(void*);
  void* argument;
  Player& player;
};

void* play(void* given) {
  const CPart part = *static_cast<CPart*>(given);
  delete static_cast<CPart*>(given);
  play_as(part.player);
  return part.body(part.argument);
}

}  // namespace

// A std::unique_ptr is passed by its address.
void start_thread(std::thread* thread, void* body, void (*depend)()) asm(
    "_ZNSt6thread15_M_start_threadESt10unique_ptrINS_6_StateESt14default_deleteIS1_EEPFvvE");

extern "C" {

int points_pthread_mutex_lock(pthread_mutex_t* mutex) {
  Player* const player = this_player();
  if (player != nullptr) return lock(*player, mutex, HERE);
  const int error = pthread_mutex_trylock(mutex);
  return error != EBUSY ? error : outside([&] { return pthread_mutex_lock(mutex); });
}

int points_pthread_mutex_trylock(pthread_mutex_t* mutex) {
  Player* const player = this_player();
  if (player != nullptr) {
    player->company.pass(*player, Deed::locks, address_of(mutex), sizeof *mutex, HERE);
  }
  const int error = pthread_mutex_trylock(mutex);
  if (player != nullptr && error == 0) player->company.locked(*player, mutex);
  return error;
}

int points_pthread_mutex_unlock(pthread_mutex_t* mutex) {
  Player* const player = this_player();
  return player == nullptr ? pthread_mutex_unlock(mutex) : unlock(*player, mutex);
}

int points_pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  return sleep(condition, mutex, HERE);
}

int points_pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                  clockid_t clock, const timespec* until) {
  return sleep(condition, mutex, HERE,
               [&] { return pthread_cond_clockwait(condition, mutex, clock, until); });
}

int points_pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                  const timespec* until) {
  return sleep(condition, mutex, HERE,
               [&] { return pthread_cond_timedwait(condition, mutex, until); });
}

int points_pthread_cond_signal(pthread_cond_t* condition) { return wake(condition, false, HERE); }

int points_pthread_cond_broadcast(pthread_cond_t* condition) { return wake(condition, true, HERE); }

// The same, as C++ has it.
void points_condition_variable_wait(std::condition_variable* condition,
                                    std::unique_lock<std::mutex>& lock) {
  sleep(condition->native_handle(), lock.mutex()->native_handle(), HERE);
}

void points_condition_variable_notify_one(std::condition_variable* condition) {
  wake(condition->native_handle(), false, HERE);
}

void points_condition_variable_notify_all(std::condition_variable* condition) {
  wake(condition->native_handle(), true, HERE);
}

int points_sched_yield() {
  Player* const player = this_player();
  if (player == nullptr) return outside(sched_yield);
  player->company.yield(*player);
  return sched_yield();
}

/// The waits and wake-ups of atomics are such system calls.
long points_syscall(long number, long a, long b, long c, long d, long e, long f) {
  Player* const player = this_player();
  if (player != nullptr && number == SYS_futex) {
    const long operation = b & FUTEX_CMD_MASK;
    const bool sleeps = operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET;
    const auto address = static_cast<std::uintptr_t>(a);
    player->company.pass(*player, sleeps ? Deed::sleeps : Deed::wakes, address,
                         sizeof(std::uint32_t), HERE);
  }
  const auto call = [&] { return syscall(number, a, b, c, d, e, f); };
  return player == nullptr && number == SYS_futex ? outside(call) : call();
}

void points_start_thread(std::thread* thread, void* its_body, void (*depend)()) {
  if (Player* const maker = this_player()) maker->company.take_turn(*maker);
  BodyPtr& body = *static_cast<BodyPtr*>(its_body);
  if (const Dealing dealing; Player* const player = make_player()) {
    body = std::make_unique<Part>(std::move(body), *player);
  }
  start_thread(thread, &body, depend);
}

void points_join_thread(std::thread* thread) {
  wait_for(thread->native_handle(), [&] {
    thread->join();
    return 0;
  });
}

int points_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*body)(void*),
                          void* argument) {
  if (Player* const maker = this_player()) maker->company.take_turn(*maker);
  const Dealing dealing;
  Player* const player = make_player();
  if (player == nullptr) return pthread_create(thread, attributes, body, argument);
  auto* const part = new CPart{.body = body, .argument = argument, .player = *player};
  const int error = pthread_create(thread, attributes, play, part);
  if (error != 0) delete part;
  return error;
}

// operator delete. The one that isn't told the size is left alone.
void points_delete(void* block, std::size_t size) {
  free_at_the_end(block, size, std::align_val_t{}, HERE);
}

void points_delete_array(void* block, std::size_t size) {
  free_at_the_end(block, size, std::align_val_t{}, HERE);
}

void points_delete_aligned(void* block, std::size_t size, std::align_val_t alignment) {
  free_at_the_end(block, size, alignment, HERE);
}

int points_pthread_join(pthread_t thread, void** result) {
  return wait_for(thread, [&] { return pthread_join(thread, result); });
}

}  // extern "C"
