#include "support/points/company.h"

#include <algorithm>
#include <utility>

#include <execinfo.h>

namespace stage::points {
namespace {

using State = Player::State;

// Where in the program the code of spin_locks.ld lies.
extern "C" const char points_spin_locks_begin asm("__start_points_spin_locks")
    __attribute__((weak, visibility("hidden")));
extern "C" const char points_spin_locks_end asm("__stop_points_spin_locks")
    __attribute__((weak, visibility("hidden")));

/// Whether a thread that was held there would be waited for by others who spin.
bool in_a_spin_lock(const void* where) {
  return where >= &points_spin_locks_begin && where < &points_spin_locks_end;
}

/// `player` knows now how far `other` has come.
void learn(Player& player, const Player& other) {
  const std::size_t size = std::max(other.knows.size(), static_cast<std::size_t>(other.thread) + 1);
  if (player.knows.size() < size) player.knows.resize(size);
  for (std::size_t i = 0; i < other.knows.size(); ++i) {
    player.knows[i] = std::max(player.knows[i], other.knows[i]);
  }
  player.knows[static_cast<std::size_t>(other.thread)] = other.passed;
}

/// Where `player` is, with those of its functions that the answer has called.
Where where_is(const Player& player, const void* where) {
  Where place{where};
  for (std::size_t i = 1; i < place.size() && i <= player.callers.size(); ++i) {
    place[i] = player.callers[player.callers.size() - i];
  }
  return place;
}

}  // namespace

Company::Company(const std::optional<Hold>& hold, bool backwards, Teller* teller)
    : hold_(hold), backwards_(backwards), teller_(teller) {
  outcome_.record.locks.emplace_back();
  outcome_.record.made.emplace_back();
}

Player& Company::add(Player* maker, const std::string& name) {
  const std::lock_guard lock(mutex_);
  Player& player = players_.emplace_back(*this, static_cast<int>(players_.size()), name);
  if (maker != nullptr) {
    learn(player, *maker);
    player.made_now = remember(player.knows);
  }
  return player;
}

void Company::runs_in(pthread_t thread, Player& player) {
  const Dealing dealing;
  player.stack = os::stack_of_this_thread();
  const std::lock_guard lock(mutex_);
  threads_[thread] = &player;
  player.id = os::this_thread();
}

void Company::joins(Player& player, pthread_t thread) {
  take_turn(player);
  const Dealing dealing;
  const std::lock_guard lock(mutex_);
  const auto found = threads_.find(thread);
  if (found == threads_.end()) return;
  learn(player, *found->second);
  player.made_now = remember(player.knows);
  threads_.erase(found);
}

void Company::pass(Player& player, Deed deed, std::uintptr_t address, std::size_t size,
                   const void* where) {
  if (!open_.load(std::memory_order_relaxed)) return;
  const Dealing dealing;
  take_turn(player);
  if (running_.load(std::memory_order_acquire) != &player) return;  // everybody runs freely
  ++player.passed;
  if (!hold_) {
    put_down(player, deed, address, size, where);
  } else if (hold_->thread == player.thread && hold_->number == player.passed) {
    hold(player, where, *hold_);
  }
  if (has_freed_ && deed != Deed::wakes) look_for_freed(player, address, size, where);
}

/// Only who has the turn comes here.
void Company::put_down(const Player& player, Deed deed, std::uintptr_t address, std::size_t size,
                       const void* where) {
  const Point point{.thread = player.thread,
                    .number = player.passed,
                    .deed = deed,
                    .address = address,
                    .size = size,
                    .on_own_stack = player.stack.holds(address),
                    .phase = phase_.load(std::memory_order_relaxed),
                    .locks = player.locks_now,
                    .made = player.made_now,
                    .where = where_is(player, where)};
  if (player.undisturbed > 0 || std::ranges::any_of(point.where, in_a_spin_lock)) return;
  outcome_.record.too_many = outcome_.record.points.size() >= most_points;
  if (!outcome_.record.too_many) outcome_.record.points.push_back(point);
}

void Company::frees(Player* player, void* block, std::size_t size, std::align_val_t alignment,
                    const void* where) {
  if (player != nullptr) {
    pass(*player, Deed::frees, reinterpret_cast<std::uintptr_t>(block), size, where);
  }
  const Dealing dealing;
  const auto address = reinterpret_cast<std::uintptr_t>(block);
  const Where here = player != nullptr ? where_is(*player, where) : Where{where};
  const std::lock_guard lock(mutex_);
  if (const auto freed_at = freed_.freed_at(address, size)) {
    if (!outcome_.touch) {
      outcome_.touch = {.who = "test", .touched_at = here, .freed_at = *freed_at};
    }
    return;
  }
  freed_.keep(block, size, alignment, here);
  has_freed_ = true;
}

void Company::look_for_freed(const Player& player, std::uintptr_t address, std::size_t size,
                             const void* where) {
  const std::lock_guard lock(mutex_);
  if (outcome_.touch) return;
  const std::optional<Where> freed_at = freed_.freed_at(address, size);
  if (!freed_at) return;
  outcome_.touch = {
      .who = player.name, .touched_at = where_is(player, where), .freed_at = *freed_at};
  if (teller_ != nullptr) teller_->touches_what_was_freed(player.name);
}

void Company::take_turn(Player& player) {
  if (running_.load(std::memory_order_acquire) == &player) return;
  if (!open_.load(std::memory_order_relaxed)) return;
  std::unique_lock lock(mutex_);
  player.state = State::waits;
  wait(player, lock);
}

void Company::step_back(Player& player, const void* wanted) {
  if (!open_.load(std::memory_order_relaxed)) return;
  std::unique_lock lock(mutex_);
  player.state = State::waits;
  player.wanted = wanted;
  wait(player, lock);
}

void Company::yield(Player& player) {
  // Who is only about to fall asleep spins a little before, and needs nobody for that.
  constexpr int yields_of_one_who_needs_another = 16;
  if (!open_.load(std::memory_order_relaxed) ||
      ++player.yields % yields_of_one_who_needs_another != 0) {
    return;
  }
  std::unique_lock lock(mutex_);
  player.state = State::waits;
  player.yielded = ++yields_;
  wait(player, lock);
}

void Company::run_freely(bool freely) {
  const std::lock_guard lock(mutex_);
  open_ = !freely;
  freely_ = freely;
  if (!freely) return;
  for (Player& player : players_) {
    if (player.state == State::plays) continue;
    player.state = State::plays;
    player.may_run = true;
    player.turn.notify_one();
  }
}

void Company::hold(Player& player, const void* where, const Hold& hold) {
  if (where != hold.where[0]) {
    outcome_.strayed = true;
    return;
  }
  std::vector<void*> stack(64);
  stack.resize(static_cast<std::size_t>(backtrace(stack.data(), static_cast<int>(stack.size()))));
  std::unique_lock lock(mutex_);
  outcome_.held = true;
  player.overtaken = tie_;
  outcome_.stack = std::move(stack);
  events_to_go_ = hold.events;
  player.state = State::is_held;
  if (teller_ != nullptr) teller_->held(player.name);
  wait(player, lock);
  if (teller_ != nullptr) teller_->goes_on(player.name);
}

void Company::wait(Player& player, std::unique_lock<std::mutex>& lock) {
  player.may_run = false;
  int before = 0;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);  // here nobody expects it
  player.turn.wait(lock, [&] { return player.may_run || freely_; });
  pthread_setcancelstate(before, nullptr);
}

void Company::give_turn_to(Player& player) {
  player.stack = os::stack_of_this_thread();
  const std::lock_guard lock(mutex_);
  player.id = os::this_thread();
  if (running_ == nullptr) running_ = &player;
}

void Company::give_turn_to(os::ThreadId id) {
  const std::lock_guard lock(mutex_);
  Player* const player = find([id](const Player& one) { return one.id == id; });
  if (player != nullptr && running_ == nullptr) running_ = player;
}

bool Company::pass_the_turn() {
  const std::lock_guard lock(mutex_);
  if (!open_) return false;
  running_ = nullptr;
  Player* next = find([&](const Player& player) {
    return player.state == State::waits && player.yielded == 0 &&
           (player.wanted == nullptr || !holders_.contains(player.wanted));
  });
  if (next != nullptr) {
    for (Player& player : players_) player.asked_again = false;
  } else {
    // Perhaps code without points has unlocked it.
    next = find([](const Player& player) {
      return player.state == State::waits && player.wanted != nullptr && !player.asked_again;
    });
    if (next != nullptr) next->asked_again = true;
  }
  if (next == nullptr && events_to_go_ <= 0 && !tie_) next = held();
  if (next == nullptr) {
    next = who_yielded_first();
    // Perhaps it is the one who is held that it waits for.
    if (next != nullptr && held() != nullptr) next = held();
  }
  if (next == nullptr) return false;
  next->state = State::plays;
  next->yielded = 0;
  next->wanted = nullptr;
  next->may_run = true;
  running_ = next;
  next->turn.notify_one();
  return true;
}

void Company::locked(Player& player, const void* mutex) {
  const Dealing dealing;
  const auto address = reinterpret_cast<std::uintptr_t>(mutex);
  const std::lock_guard lock(mutex_);
  holders_[mutex] = &player;
  player.locks.insert(std::ranges::lower_bound(player.locks, address), address);
  player.locks_now = number_of(player.locks);
}

void Company::unlocks(Player& player, const void* mutex) {
  const Dealing dealing;
  const auto address = reinterpret_cast<std::uintptr_t>(mutex);
  const std::lock_guard lock(mutex_);
  const auto mine = std::ranges::find(player.locks, address);
  if (mine != player.locks.end()) player.locks.erase(mine);
  player.locks_now = number_of(player.locks);
  if (!std::ranges::binary_search(player.locks, address)) holders_.erase(mutex);
}

bool Company::has(const Player& player, const void* mutex) {
  return std::ranges::binary_search(player.locks, reinterpret_cast<std::uintptr_t>(mutex));
}

bool Company::knows_who_has(const void* mutex) {
  const std::lock_guard lock(mutex_);
  return holders_.contains(mutex);
}

void Company::falls_asleep(const void* condition, const void* mutex) {
  const Dealing dealing;
  const std::lock_guard lock(mutex_);
  ++sleepers_[condition].count;
  sleepers_[condition].mutex = mutex;
}

void Company::woke(const void* condition, const void* mutex) {
  const Dealing dealing;
  const std::lock_guard lock(mutex_);
  const auto sleepers = sleepers_.find(condition);
  if (sleepers != sleepers_.end() && --sleepers->second.count <= 0) sleepers_.erase(sleepers);
  const auto returning = returning_.find(mutex);
  if (returning != returning_.end() && --returning->second <= 0) returning_.erase(returning);
}

bool Company::woken(const void* condition, bool all) {
  const Dealing dealing;
  const std::lock_guard lock(mutex_);
  const auto sleepers = sleepers_.find(condition);
  if (sleepers == sleepers_.end()) return false;
  int& returning = returning_[sleepers->second.mutex];
  returning = all ? sleepers->second.count : std::min(returning + 1, sleepers->second.count);
  return !holders_.contains(sleepers->second.mutex);
}

bool Company::wanted_by_the_woken(const void* mutex) {
  const std::lock_guard lock(mutex_);
  return returning_.contains(mutex);
}

void Company::event_happens(bool crossable) {
  const std::lock_guard lock(mutex_);
  outcome_.record.crossable.push_back(crossable);
  ++phase_;
  Player* const player = held();
  held_over_.push_back(player != nullptr);
  if (player != nullptr) {
    player->overtaken = true;
    --events_to_go_;
  }
}

bool Company::clearly_before(int one, int other) {
  const std::lock_guard lock(mutex_);
  return std::any_of(held_over_.begin() + one, held_over_.begin() + std::max(one, other),
                     [](bool held) { return !held; });
}

void Company::tie(bool on) {
  const std::lock_guard lock(mutex_);
  tie_ = on;
}

void Company::let_go() {
  const std::lock_guard lock(mutex_);
  events_to_go_ = 0;
}

bool Company::somebody_is_held() {
  const std::lock_guard lock(mutex_);
  return held() != nullptr;
}

Outcome Company::end() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  if (outcome_.record.too_many) outcome_.record.points.clear();
  outcome_.record.threads = static_cast<int>(players_.size());
  return std::exchange(outcome_, {});
}

int Company::remember(const std::vector<int>& known) {
  outcome_.record.made.push_back(known);
  return static_cast<int>(outcome_.record.made.size()) - 1;
}

int Company::number_of(const std::vector<std::uintptr_t>& locks) {
  auto& all = outcome_.record.locks;
  const auto found = std::ranges::find(all, locks);
  if (found != all.end()) return static_cast<int>(found - all.begin());
  all.push_back(locks);
  return static_cast<int>(all.size()) - 1;
}

template <class Predicate>
Player* Company::find(Predicate predicate) {
  if (backwards_) {
    const auto found = std::find_if(players_.rbegin(), players_.rend(), predicate);
    return found == players_.rend() ? nullptr : &*found;
  }
  const auto found = std::ranges::find_if(players_, predicate);
  return found == players_.end() ? nullptr : &*found;
}

Player* Company::who_yielded_first() {
  Player* first = nullptr;
  for (Player& player : players_) {
    if (player.state != State::waits || player.yielded == 0) continue;
    if (first == nullptr || player.yielded < first->yielded) first = &player;
  }
  return first;
}

Player* Company::held() {
  return find([](const Player& player) { return player.state == State::is_held; });
}

}  // namespace stage::points
