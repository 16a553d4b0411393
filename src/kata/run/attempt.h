#pragma once
#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "context/context.h"
#include "kata/base/descriptor.h"
#include "kata/run/check.h"

namespace kata {

/// A check that goes on in a thread of its own, and that is called off as soon as nobody wants it
/// any more: its context is cancelled, and with that the compiler and the tests.
class Attempt {
 public:
  /// `progress` belongs to the attempt until it is over.
  Attempt(const context::Context& ctx, const Tree& tree, const Step& step, Progress& progress,
          const Limits& limits);
  /// Calls it off, and waits for that.
  ~Attempt();
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  /// Readable when it is over, or when it has to wait for its turn.
  [[nodiscard]] int descriptor() const { return news_.get(); }

  /// Doesn't block; what it has started ends soon.
  void call_off() { derived_.cancel(); }

  /// What came of it; none while it goes on. Takes in the news.
  std::optional<Outcome> outcome();

  /// What the step's files held when it began.
  [[nodiscard]] const Fingerprint& tried() const { return tried_; }
  [[nodiscard]] bool called_off() const { return static_cast<bool>(derived_.ctx.err()); }
  [[nodiscard]] bool waits() const { return waits_; }

 private:
  void tell();

  Fingerprint tried_;
  context::Derived derived_;
  Descriptor news_;
  std::atomic<bool> waits_ = false;
  std::atomic<bool> over_ = false;
  Outcome outcome_;  // the thread's, until it is over
  std::thread thread_;
};

}  // namespace kata
