#include "support/points/turns.h"

#include <memory>
#include <utility>
#include <vector>

#include <pthread.h>

#include "support/os/threads.h"
#include "support/points/company.h"
#include "support/settle.h"

namespace stage::points {
namespace {

thread_local int dealing = 0;
bool frees_at_once = false;  // NOLINT: set before there are threads

/// The present walk's; null between walks.
Company* company = nullptr;  // NOLINT: changed by the test's thread while all others are at rest

int abandoned_before = 0;  // the present walk

/// The present walk's, and those of walks in which threads were abandoned, who may still be there.
std::vector<std::unique_ptr<Company>>& companies() {
  static auto* all = new std::vector<std::unique_ptr<Company>>;
  return *all;
}

}  // namespace

constinit thread_local Player* the_player = nullptr;
void become(Player* player) { the_player = player; }

Dealing::Dealing() { ++dealing; }
Dealing::~Dealing() { --dealing; }
bool deals_with_a_point() { return dealing > 0; }

void free_at_once() { frees_at_once = true; }
bool keeps_what_is_freed() { return !frees_at_once; }

Company* present_company() { return company; }

Player* make_player() {
  if (the_player != nullptr)
    return &the_player->company.add(the_player, the_player->name + "'s thread");
  if (company == nullptr) return nullptr;
  return &company->add(nullptr, "the test's thread");
}

void begin(const std::optional<Hold>& hold, bool backwards, Teller* teller) {
  // What a child of fork() does is nobody's turn.
  static const int once = pthread_atfork(nullptr, nullptr, [] {
    the_player = nullptr;
    company = nullptr;
  });
  static_cast<void>(once);
  abandoned_before = times_abandoned();
  company = companies().emplace_back(std::make_unique<Company>(hold, backwards, teller)).get();
}

void sit_out() { company = nullptr; }

Outcome end() {
  Outcome outcome;
  if (company != nullptr) outcome = std::exchange(company, nullptr)->end();
  if (times_abandoned() == abandoned_before) companies().pop_back();
  return outcome;
}

void take_part(const std::string& name) {
  if (company == nullptr) return;
  the_player = &company->add(nullptr, name);
  company->give_turn_to(*the_player);
}

void wakes(os::ThreadId thread) {
  if (company != nullptr) company->give_turn_to(thread);
}

void tell() {
  if (the_player == nullptr) return;
  static const char story = 0;
  the_player->company.pass(*the_player, Deed::tells, reinterpret_cast<std::uintptr_t>(&story), 1,
                           __builtin_return_address(0));
}

Undisturbed::Undisturbed() {
  if (the_player != nullptr) ++the_player->undisturbed;
}
Undisturbed::~Undisturbed() {
  if (the_player != nullptr) --the_player->undisturbed;
}

void event_happens(bool crossable) {
  if (company != nullptr) company->event_happens(crossable);
}

void tie(bool on) {
  if (company != nullptr) company->tie(on);
}

bool somebody_is_held() { return company != nullptr && company->somebody_is_held(); }

bool let_go() {
  if (!somebody_is_held()) return false;
  company->let_go();
  return true;
}

bool pass_the_turn() { return company != nullptr && company->pass_the_turn(); }

int moment() { return company == nullptr ? 0 : company->moment(); }

bool clearly_before(int one, int other) {
  return company == nullptr ? one < other : company->clearly_before(one, other);
}

bool this_thread_was_overtaken() { return the_player != nullptr && the_player->overtaken; }

}  // namespace stage::points
