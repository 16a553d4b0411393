#include "race.h"

#include <barrier>
#include <bit>
#include <chrono>
#include <thread>
#include <utility>

namespace fuzz {
namespace {

using context::Errc;
using Kind = Model::Kind;
using namespace std::chrono_literals;

constexpr std::size_t most_steps = 4;  // a thread: 70 orders
constexpr std::size_t most_contexts = 12;

struct Value {
  using value_type = int;
};

}  // namespace

std::optional<std::string> Race::run(std::span<const std::uint8_t> program) {
  Race race(program);
  race.grow();
  race.plan();
  std::barrier start(threads);
  {
    const std::jthread other([&] {
      start.arrive_and_wait();
      race.act(race.actors_[1]);
    });
    start.arrive_and_wait();
    race.act(race.actors_[0]);
  }
  return race.judge();
}

std::uint8_t Race::next() {
  if (program_.empty()) return 0;
  const std::uint8_t byte = program_.front();
  program_ = program_.subspan(1);
  return byte;
}

void Race::grow() {
  reals_.push_back({.ctx = clock_.background(), .cancel = {}, .token = {}});
  const std::size_t count = next() % most_contexts + 1;
  while (reals_.size() <= count) {
    const std::size_t parent = next() % reals_.size();
    derive(parent, next());
  }
  dropped_.resize(reals_.size());
}

void Race::derive(std::size_t parent, std::uint8_t how) {
  Model::Node node;
  node.parent = parent;
  node.cause_when_due = Errc::deadline_exceeded;
  const context::Context& above = reals_[parent].ctx;
  context::Derived derived;
  switch (how % 8) {
    case 0:
      node.kind = Kind::value;
      derived.ctx = context::with_value<Value>(above, 1);
      break;
    case 1:
      node.kind = Kind::without_cancel;
      derived.ctx = context::without_cancel(above);
      break;
    case 2:
    case 3:
      node.kind = Kind::deadline;
      node.deadline = Clock::time_point() + 1ms * reals_.size();
      derived = context::with_deadline(above, node.deadline);
      break;
    default:
      node.kind = Kind::cancel;
      derived = context::with_cancel(above);
  }
  model_.derive(node);
  if (how % 5 == 0) {
    dawdlers_.push_back(context::after_func(derived.ctx, [] {
      for (int i = 0; i < 20; ++i) std::this_thread::yield();
    }));
  }
  std::stop_token token = how % 3 != 0 ? derived.ctx.done() : std::stop_token();
  reals_.push_back({.ctx = std::move(derived.ctx),
                    .cancel = std::move(derived.cancel),
                    .token = std::move(token)});
}

/// A CancelFunc that is dropped belongs to the thread that drops it. The clock passes one deadline
/// at most: moments that come one by one are steps of one thread.
void Race::plan() {
  bool advances = false;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    Actor& actor = actors_[thread];
    for (const Real& real : reals_) actor.handles.push_back(real.ctx);
    for (std::size_t count = next() % (most_steps + 1); count > 0; --count) {
      const std::uint8_t what = next();
      const std::size_t index = next() % reals_.size();
      const int number = static_cast<int>(10 * (thread + 1) + count);
      Step step{.what = static_cast<Do>(what % 7),
                .index = index,
                .cause = {number, std::generic_category()}};
      if (step.what == Do::drop) {
        if (index % threads != thread) step.what = Do::cancel;
        dropped_[index] = dropped_[index] || step.what == Do::drop;
      }
      if (step.what == Do::advance && std::exchange(advances, true)) step.what = Do::cancel;
      actor.steps.push_back(step);
    }
  }
  for (const std::size_t index : model_.armed()) {
    target_ = std::min(target_, model_[index].deadline);
  }
  for (std::size_t thread = 0; thread < threads; ++thread) {
    std::erase_if(actors_[thread].steps, [&](const Step& step) {
      const bool anothers = dropped_[step.index] && step.index % threads != thread;
      return (step.what == Do::cancel && anothers) ||
             (step.what == Do::advance && target_ == Clock::time_point::max());
    });
  }
}

void Race::act(Actor& actor) {
  for (const Step& step : actor.steps) act(actor, step);
}

void Race::act(Actor& actor, const Step& step) {
  const context::Context& ctx = actor.handles[step.index];
  switch (step.what) {
    case Do::cancel:
      reals_[step.index].cancel(step.cause);
      return look_below(actor, step.index);
    case Do::drop: {
      const context::CancelFunc dropped = std::move(reals_[step.index].cancel);
      return;
    }
    case Do::derive:
      actor.derived.push_back(context::with_cancel(ctx));
      actor.parents.push_back(step.index);
      return;
    case Do::ask_done:
      if (ctx.err() && !ctx.done().stop_requested()) actor.complaint = "ended, and done() isn't";
      return;
    case Do::call_after: {
      auto& run = actor.runs.emplace_back(step.index, 0);
      actor.calls.push_back(context::after_func(ctx, [&run] { ++run.second; }));
      return;
    }
    case Do::let_go:
      actor.calls.clear();
      actor.runs.clear();
      return;
    case Do::advance:
      clock_.advance(target_ - Clock::time_point());
      return;
  }
}

/// Whoever has cancelled finds all below ended, and all tokens stopped, whoever was first.
void Race::look_below(Actor& actor, std::size_t index) {
  const Kind kind = model_[index].kind;
  if (kind != Kind::cancel && kind != Kind::deadline) return;
  for (std::size_t below = index; below < reals_.size(); ++below) {
    if (!is_below(below, index)) continue;
    if (!actor.handles[below].err()) actor.complaint = "cancelled, and one below is live";
    const std::stop_token& token = reals_[below].token;
    if (token.stop_possible() && !token.stop_requested()) {
      actor.complaint = "cancelled, and a token below is not stopped";
    }
  }
}

bool Race::is_below(std::size_t index, std::size_t top) const {
  while (index > top && model_[index].kind != Kind::without_cancel) index = model_[index].parent;
  return index == top;
}

std::optional<std::string> Race::judge() {
  for (const Actor& actor : actors_) {
    if (actor.complaint) return actor.complaint;
    if (const auto complaint = miscounted(actor)) return complaint;
    for (std::size_t i = 0; i < actor.derived.size(); ++i) {
      const context::Context& parent = reals_[actor.parents[i]].ctx;
      if (cause(actor.derived[i].ctx) != cause(parent)) return "a child ended without its parent";
    }
  }
  const std::size_t first = actors_[0].steps.size();
  const std::size_t all = first + actors_[1].steps.size();
  for (std::uint32_t order = 0; order < 1U << all; ++order) {
    if (static_cast<std::size_t>(std::popcount(order)) == first && explains(order)) return {};
  }
  return "no order of the steps explains what came of them";
}

std::optional<std::string> Race::miscounted(const Actor& actor) const {
  for (const auto& [index, count] : actor.runs) {
    if (count != (reals_[index].ctx.err() ? 1 : 0)) return "a call ran too often or not at all";
  }
  return std::nullopt;
}

/// A bit that is set is a step of the first thread.
bool Race::explains(std::uint32_t order) const {
  Model model = model_;
  std::array<std::size_t, threads> done{};
  const std::size_t all = actors_[0].steps.size() + actors_[1].steps.size();
  for (std::size_t i = 0; i < all; ++i) {
    const std::size_t thread = (order >> i & 1U) != 0 ? 0 : 1;
    const Step& step = actors_[thread].steps[done.at(thread)++];
    const Kind kind = model[step.index].kind;
    const bool can_end = kind == Kind::cancel || kind == Kind::deadline;
    if (step.what == Do::cancel && can_end) model.end(step.index, Errc::canceled, step.cause);
    if (step.what == Do::drop && can_end) model.end(step.index, Errc::canceled, Errc::canceled);
    if (step.what == Do::advance) model.set_time(target_);
  }
  for (std::size_t index = 0; index < reals_.size(); ++index) {
    const std::optional<Event> event = model.ended(index);
    const context::Context& ctx = reals_[index].ctx;
    if (ctx.err() != (event ? make_error_code(event->err) : std::error_code())) return false;
    if (context::cause(ctx) != (event ? event->cause : std::error_code())) return false;
    if (event && !ctx.done().stop_requested()) return false;
  }
  return true;
}

}  // namespace fuzz
