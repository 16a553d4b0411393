#pragma once
/// A call that a stop state makes: what an AfterFunc stands for. Not for users of the library.

#include <atomic>
#include <cstdint>
#include <new>
#include <stop_token>
#include <utility>

namespace context::inline v1::detail {

/// What is known of a thread that makes or takes back calls.
struct Caller;

/// A call that is made at most once, and can be taken back. It has an owner, and perhaps a runner:
/// the thread that makes it. Whoever comes last destroys it.
///
/// The runner takes the registration out of the stop state by itself, and the owner waits by means
/// of our own: for std::stop_callback waits without looking, for ever where two callbacks wait for
/// each other, and with libstdc++ also for one that ran before there was a second thread.
class Call {
 public:
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  /// True for one caller only: the call is not made then.
  [[nodiscard]] bool prevent() noexcept { return (add(decided) & decided) == 0; }

  /// For the owner: prevents the call, waits for one that has begun, and destroys it. One that
  /// waits for the calling thread in turn is not waited for, and is left to its runner.
  void let_go() noexcept;

  /// The same, but waits for nothing: a call that has begun is left to its runner.
  void leave() noexcept;

 protected:
  Call() = default;
  virtual ~Call() = default;

  /// To be called from the stop state.
  void run() noexcept;

  virtual void make() noexcept = 0;
  virtual void unregister() noexcept = 0;

  /// Whether the registration may be taken out of the stop state: not before it is complete.
  std::atomic<bool> registered{false};

 private:
  enum : std::uint8_t {
    decided = 1,    ///< to be made, or not
    begun = 2,      ///< there is a runner
    over = 4,       ///< the runner has nothing to do with it any more
    let_go_of = 8,  ///< nor has the owner; or it waits
    left = 16,      ///< to the runner, who destroys it
  };

  [[nodiscard]] bool has(std::uint8_t what) const noexcept {
    return (state_.load(std::memory_order_acquire) & what) != 0;
  }
  [[nodiscard]] std::uint8_t add(std::uint8_t what) noexcept {
    return state_.fetch_or(what, std::memory_order_acq_rel);
  }
  [[nodiscard]] bool wait_for_runner() noexcept;
  [[nodiscard]] bool needs(const Caller& caller) const noexcept;

  std::atomic<std::uint8_t> state_{0};
  Caller* runner_ = nullptr;  ///< constant once begun
};

template <class F, template <class> class StopCallback = std::stop_callback>
class CallOf final : public Call {
 public:
  template <class Token, class G>
  CallOf(Token token, G&& f) : f_(std::forward<G>(f)) {
    ::new (&registration_) Registration(std::move(token), Run{this});  // may call run(), at once
    registered.store(true, std::memory_order_release);
  }
  CallOf(const CallOf&) = delete;
  CallOf& operator=(const CallOf&) = delete;
  ~CallOf() override {
    if (registered.load(std::memory_order_acquire)) unregister();
  }

 private:
  struct Run {
    CallOf* call;
    void operator()() const noexcept { call->run(); }
  };
  using Registration = StopCallback<Run>;

  void make() noexcept override { std::move(f_)(); }
  void unregister() noexcept override { registration_.~Registration(); }

  F f_;
  union {
    Registration registration_;
  };
};

}  // namespace context::inline v1::detail
