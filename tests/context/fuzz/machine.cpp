#include "machine.h"

#include <chrono>
#include <sstream>
#include <utility>

namespace fuzz {
namespace {

using context::Errc;
using Kind = Model::Kind;
using namespace std::chrono_literals;

struct Red {
  using value_type = int;
};
struct Blue {
  using value_type = int;
};

constexpr std::size_t most_contexts = 48;
constexpr std::size_t most_calls = 48;

std::error_code cause_number(int number) {
  return number == 0 ? std::error_code() : std::error_code(number, std::generic_category());
}

}  // namespace

Machine::Machine(std::span<const std::uint8_t> program) : program_(program) {
  reals_.push_back(
      {.ctx = clock_.background(), .cancel = {}, .kept = {}, .asked_done = false, .token = {}});
}

std::optional<std::string> Machine::run(std::span<const std::uint8_t> program) {
  Machine machine(program);
  while (!machine.program_.empty() && !machine.difference_) {
    machine.step();
    machine.compare();
  }
  return machine.difference_;
}

std::uint8_t Machine::next() {
  if (program_.empty()) return 0;
  const std::uint8_t byte = program_.front();
  program_ = program_.subspan(1);
  return byte;
}

void Machine::step() {
  const std::uint8_t action = next();
  const std::uint8_t argument = next();
  if (action % 10 == 9) {
    advance(1ms * (argument % 8));
  } else {
    act(action, argument);
  }
}

/// What the program does, and what a callback may do while a context ends.
void Machine::act(std::uint8_t action, std::uint8_t argument) {
  const std::size_t index = pick(argument);
  const std::uint8_t how = action / 10;
  switch (action % 10) {
    case 0:
    case 1:
      return derive(index, how);
    case 2:
      return cancel(index, cause_number(how % 3));
    case 3:
      return drop_cancel(index);
    case 4:
      return drop_handle(index);
    case 5:
      return how < 13 ? ask_done(index) : merge(index, pick(static_cast<std::uint8_t>(7 * how)));
    case 6:
      return call_after(index, how, static_cast<std::uint8_t>(argument + how));
    case 7:
      return stop_call(argument);
    case 8:
      return drop_call(argument);
    default:
      return;  // no callback moves the clock
  }
}

void Machine::derive(std::size_t parent, std::uint8_t how) {
  if (!reals_[parent].ctx || reals_.size() == most_contexts) return;
  const context::Context above = *reals_[parent].ctx;
  Model::Node node;
  node.parent = parent;
  node.cause_when_due = Errc::deadline_exceeded;
  switch (how % 6) {
    case 0:
      node.kind = Kind::cancel;
      return add(node, context::with_cancel(above));
    case 1:
    case 2: {
      node.kind = Kind::deadline;
      // Each deadline is another moment, so that the model need not know who comes first.
      const auto timeout = 1ms * (how % 7) + 1us * (how % 2) + 1ns * ++derived_deadlines_ - 2ms;
      node.deadline = model_.now() + timeout;
      if (how % 3 != 0) node.cause_when_due = cause_number(how % 3);
      return add(node, context::with_timeout_cause(above, timeout, cause_number(how % 3)));
    }
    case 3:
    case 4: {
      const bool red = how % 6 == 3;
      node.kind = Kind::value;
      node.key = red ? 0 : 1;
      node.value = how;
      return add(node, {.ctx = red ? context::with_value<Red>(above, how)
                                   : context::with_value<Blue>(above, how),
                        .cancel = {}});
    }
    default:
      node.kind = Kind::without_cancel;
      return add(node, {.ctx = context::without_cancel(above), .cancel = {}});
  }
}

void Machine::merge(std::size_t first, std::size_t second) {
  if (!reals_[first].ctx || !reals_[second].ctx || reals_.size() == most_contexts) return;
  Model::Node node;
  node.kind = Kind::merge;
  node.parent = first;
  if (!model_.ended(first)) node.second = second;
  add(node, {.ctx = context::merge(*reals_[first].ctx, *reals_[second].ctx), .cancel = {}});
  reals_.back().kept = *reals_.back().ctx;
}

void Machine::add(const Model::Node& node, context::Derived derived) {
  model_.derive(node);
  reals_.push_back({.ctx = std::move(derived.ctx),
                    .cancel = std::move(derived.cancel),
                    .kept = {},
                    .asked_done = false,
                    .token = {}});
}

/// The model first: callbacks that run during the real cancel compare with it.
void Machine::cancel(std::size_t index, std::error_code cause) {
  const Kind kind = model_[index].kind;
  if (kind != Kind::cancel && kind != Kind::deadline) return;
  model_.end(index, Errc::canceled, cause ? cause : Errc::canceled);
  reals_[index].cancel(cause);
}

void Machine::drop_cancel(std::size_t index) {
  const Kind kind = model_[index].kind;
  if (kind != Kind::cancel && kind != Kind::deadline) return;
  model_.end(index, Errc::canceled, Errc::canceled);
  const context::CancelFunc dropped = std::move(reals_[index].cancel);
}

void Machine::drop_handle(std::size_t index) {
  if (index != 0) reals_[index].ctx.reset();
}

void Machine::ask_done(std::size_t index) {
  Real& real = reals_[index];
  if (!real.ctx || real.asked_done) return;
  real.asked_done = true;
  real.token = real.ctx->done();
}

void Machine::call_after(std::size_t index, std::uint8_t action, std::uint8_t argument) {
  if (!reals_[index].ctx || calls_.size() == most_calls) return;
  const std::size_t number = calls_.size();
  calls_.push_back({.on = index, .action = action, .argument = argument, .registration = {}});
  auto registration = context::after_func(*reals_[index].ctx, [this, number] { run_call(number); });
  if (!calls_[number].done) calls_[number].registration = std::move(registration);
}

void Machine::run_call(std::size_t number) {
  expect(!calls_[number].done, "a call ran twice, or after it was taken back", calls_[number].on);
  expect(model_.ended(calls_[number].on).has_value(), "a call ran too early", calls_[number].on);
  compare(calls_[number].on);
  calls_[number].done = true;
  act(calls_[number].action, calls_[number].argument);
}

void Machine::stop_call(std::size_t number) {
  if (calls_.empty()) return;
  Call& call = calls_[number % calls_.size()];
  const bool prevented = call.registration.stop();
  expect(prevented != call.done, "stop() is wrong about what it prevented", call.on);
  call.done = true;
}

void Machine::drop_call(std::size_t number) {
  if (calls_.empty()) return;
  Call& call = calls_[number % calls_.size()];
  const context::AfterFunc dropped = std::exchange(call.registration, {});
  call.done = true;
}

/// One deadline at a time, each told to the model before the clock gets there.
void Machine::advance(Clock::duration step) {
  const Clock::time_point target = model_.now() + step;
  for (;;) {
    Clock::time_point next = target;
    for (const std::size_t index : model_.armed()) next = std::min(next, model_[index].deadline);
    const auto distance = next - model_.now();
    model_.set_time(next);
    clock_.advance(distance);
    compare();
    if (next == target) return;
  }
}

void Machine::expect(bool ok, const std::string& what, std::size_t index) {
  if (ok || difference_) return;
  std::ostringstream words;
  words << what << ": context " << index;
  if (reals_[index].ctx) words << ", " << *reals_[index].ctx;
  difference_ = words.str();
}

void Machine::compare() {
  for (std::size_t index = 0; index < reals_.size(); ++index) compare(index);
  expect(clock_.pending_timers() == model_.armed().size(), "another number of timers", 0);
  for (const Call& call : calls_) {
    expect(call.done || !model_.ended(call.on), "a call has not run", call.on);
  }
}

void Machine::compare(std::size_t index) {
  const Real& real = reals_[index];
  const std::optional<Event> event = model_.ended(index);
  if (real.ctx) {
    const context::Context& ctx = *real.ctx;
    const auto value_of = [](const int* value) {
      return value ? std::optional(*value) : std::nullopt;
    };
    expect(ctx.err() == (event ? make_error_code(event->err) : std::error_code()), "err()", index);
    expect(context::cause(ctx) == (event ? event->cause : std::error_code()), "cause()", index);
    expect(ctx.deadline().value_or(Clock::time_point::max()) == model_.deadline(index),
           "deadline()", index);
    expect(value_of(ctx.value<Red>()) == model_.value(index, 0), "value<Red>()", index);
    expect(value_of(ctx.value<Blue>()) == model_.value(index, 1), "value<Blue>()", index);
    expect(!event || ctx.done().stop_requested(), "done() is not stopped", index);
  }
  expect(!real.token.stop_requested() || event, "a token was stopped too early", index);
}

}  // namespace fuzz
