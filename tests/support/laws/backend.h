#pragma once
#include <expected>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "context/context.h"
#include "support/world.h"

namespace stage::laws {

using Answer = std::expected<std::string, std::error_code>;

/// Whose request it is: the context of each visitor's request carries the visitor's name.
struct Whose {
  using value_type = std::string;
};

/// What stands behind a step's handler, whatever its form: the doubles of the step's Store or
/// Services hand each call on to it. Each call is somebody's, takes until the event "the store
/// answers ann" (or whichever place it is), and brings an answer of its own. Thread-safe.
///
/// Whose a call is, its context says. One that doesn't know belongs to the visitor who asked first
/// and for whom nobody has called this place yet, else to the one who asked last.
class Backend {
 public:
  explicit Backend(World& world) : world_(world) {}
  /// A failure if somebody is inside still.
  ~Backend();
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  static inline const std::string the_store = "the store";

  /// For the step's doubles: one call, from its beginning to its end.
  Answer fetch(const std::string& place = the_store);
  /// The same for a call that is given a context: when that ends, it gives up, unless stubborn.
  Answer fetch(const context::Context& ctx, const std::string& place = the_store);
  /// For the step's doubles: somebody tells the backend to give up.
  void cancel();

  /// From now on it takes no notice of contexts.
  void be_stubborn() { stubborn_ = true; }
  /// From now on its answers take no time: no event brings them.
  void be_quick() { quick_ = true; }
  /// From now on cancel() lets all calls return, with rubbish, before it returns itself.
  void obey() { obedient_ = true; }
  /// Whoever calls cancel() next, or brings the end of a context to a call that is inside, is held
  /// at the end of that, until the event "the news has been told".
  void hold_the_messenger() { holding_ = true; }

  /// What `who` gets from `place`, or from every place. Unless set, a text that differs for each.
  void answers(const std::string& who, Answer answer, const std::string& place = "");
  [[nodiscard]] Answer answer_for(const std::string& who,
                                  const std::string& place = the_store) const;

  /// From now on `who` is somebody who asks.
  void is_asked_by(const std::string& who);
  /// From now on `who` waits for nothing any more.
  void is_asked_no_more_by(const std::string& who);

  /// The places that work for `who` now; each comes to its end with event().
  [[nodiscard]] std::vector<std::string> at_work_for(const std::string& who) const;
  [[nodiscard]] static std::string event(const std::string& place, const std::string& who) {
    return place + " answers " + who;
  }

  /// How often `place`, or any place, was called for `who`.
  [[nodiscard]] int calls(const std::string& who, const std::string& place = "") const;
  /// How many calls came under a context that isn't derived from a visitor's.
  [[nodiscard]] int calls_of_nobody() const;
  /// How many calls are inside, whosever.
  [[nodiscard]] int inside() const;
  /// How often cancel() was called; how often while a call was inside.
  [[nodiscard]] int told() const;
  [[nodiscard]] int told_in_time() const;
  /// For how many calls for `who` the context ended while they were inside, or before.
  [[nodiscard]] int contexts_ended(const std::string& who) const;

 private:
  struct Call {
    std::string place;
    std::string who;
    std::stop_source end;  // of its waiting, when it gives up
    bool told = false;     // its context has ended, and it was inside
    bool over = false;
  };
  using Listener = std::stop_callback<std::function<void()>>;

  Call& begin(const context::Context& ctx, const std::string& place);
  void listen(Call& call, const context::Context& ctx);
  void hold();
  template <class Predicate>
  [[nodiscard]] int count(Predicate predicate) const;

  World& world_;
  mutable std::mutex mutex_;
  bool stubborn_ = false;
  bool quick_ = false;
  bool obedient_ = false;
  bool holding_ = false;
  int calls_of_nobody_ = 0;
  int told_ = 0;
  int told_in_time_ = 0;
  std::vector<std::string> visitors_;  // those who have asked, and wait
  std::map<std::pair<std::string, std::string>, Answer> answers_;
  std::list<Call> calls_;
  std::list<Listener> listeners_;  // kept: one of them may be holding the messenger
};

}  // namespace stage::laws
