#pragma once
/// Runs a program of bytes on real contexts and on the model, and compares after each step.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <span>
#include <string>

#include "context/context.h"
#include "context/manual_clock.h"
#include "model.h"

namespace fuzz {

class Machine {
 public:
  /// The first difference between the library and the model, in words; none if they agree.
  static std::optional<std::string> run(std::span<const std::uint8_t> program);

 private:
  struct Real {
    std::optional<context::Context> ctx;
    context::CancelFunc cancel;
    context::Context kept;  ///< a merged one ends with its last handle: here it has one
    bool asked_done = false;
    std::stop_token token;
  };

  /// A call registered with after_func(), and what it does when it runs.
  struct Call {
    std::size_t on;
    std::uint8_t action;
    std::uint8_t argument;
    bool done = false;
    context::AfterFunc registration;
  };

  explicit Machine(std::span<const std::uint8_t> program);

  std::uint8_t next();
  std::size_t pick(std::uint8_t byte) const { return byte % reals_.size(); }
  void step();
  void act(std::uint8_t action, std::uint8_t argument);

  void derive(std::size_t parent, std::uint8_t how);
  void merge(std::size_t first, std::size_t second);
  void add(const Model::Node& node, context::Derived derived);
  void cancel(std::size_t index, std::error_code cause);
  void drop_cancel(std::size_t index);
  void drop_handle(std::size_t index);
  void ask_done(std::size_t index);
  void call_after(std::size_t index, std::uint8_t action, std::uint8_t argument);
  void run_call(std::size_t number);
  void stop_call(std::size_t number);
  void drop_call(std::size_t number);
  void advance(Clock::duration step);

  void expect(bool ok, const std::string& what, std::size_t index);
  void compare();
  void compare(std::size_t index);

  std::span<const std::uint8_t> program_;
  context::testing::ManualClock clock_;
  Model model_;
  std::deque<Real> reals_;
  std::deque<Call> calls_;
  std::int64_t derived_deadlines_ = 0;
  std::optional<std::string> difference_;
};

}  // namespace fuzz
