#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/gate.h"
#include "support/points/turns.h"
#include "support/settle.h"
#include "support/story.h"

namespace stage {

class Walk;

/// One walk through one order of events. Threads ("actors") run until they are blocked; then, and
/// only then, one event happens. So the order of the events is the test's to choose, and no test
/// needs a sleep. Called by the test's thread, but for what is said to be for any thread.
class World {
 public:
  explicit World(Walk& walk);
  ~World();  // as end(), which must be able to return
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Makes an object that lives until the walk is over; for ever if a thread hangs, for then that
  /// thread may still use it. Objects go in the reverse order of their making.
  template <class T, class... Args>
  T& make(Args&&... args) {
    auto object = std::make_shared<T>(std::forward<Args>(args)...);
    objects_.push_back(object);
    return *object;
  }

  /// Runs `body` in a thread of this name (at most 15 bytes of it are shown), until it ends or is
  /// blocked.
  void start(const std::string& actor, std::function<void()> body);

  /// Whether every `start` of this name has come to its end.
  [[nodiscard]] bool finished(std::string_view actor) const;

  /// From now on `action` may happen, once, done by a thread named `actor`.
  void may_happen(const std::string& event, const std::string& actor, std::function<void()> action);

  /// Blocks the calling actor until `event` happens. Any thread; but the test's own would wait in
  /// vain, since only it can let things happen: that is a failure, and throws.
  void wait_for(const std::string& event);

  /// The same, but no longer than until stop is requested on `given_up`: then the event can't
  /// happen any more. Returns whether it has happened; when both come at once, it has. Any thread.
  [[nodiscard]] bool wait_for(const std::string& event, const std::stop_token& given_up);

  /// Makes one event happen now; a failure if it can't.
  void let(const std::string& event);

  /// Makes two events happen at once: the other threads see neither before both have happened.
  void let_both(const std::string& one, const std::string& other);

  /// Lets all that can happen happen, in the order of this walk. Each actor must then have come to
  /// its end: one that hasn't will never, and that is a failure with its name.
  void run();

  /// Also walk the orders in which two events happen at once.
  void with_ties() { ties_ = true; }

  /// From now on a thread of the answer may also be held over one more event, and goes on when that
  /// has happened: what is asserted holds whichever of the two was first. Unless this is said, who
  /// is held goes on before the next event.
  void with_holds_over_events();
  /// Nobody is held in this scene, and points cost nothing: where the answer is in a single thread,
  /// or where nobody could tell when what it does takes effect. Nor do threads take turns between
  /// two events, and all moments are one. To be called first.
  void without_holds();

  /// Tells the story of whoever is held, in these words: at a point, but which?
  [[nodiscard]] points::Teller& teller_of_holds() { return teller_of_holds_; }
  static constexpr std::string_view is_held = "is held";
  static constexpr std::string_view touches_what_was_freed = "touches what has been freed";

  /// Any thread.
  [[nodiscard]] Story& story() { return story_; }
  /// Tells the story of the calling thread. Any thread.
  void tell(std::string_view what, std::string_view remark = "");

  /// Ends all that was made here, the last first, then the actors. Blocks for as long as they do.
  /// Any thread.
  void end();

  /// Whether this walk can't come to its end: nothing more happens here, and nothing here may be
  /// destroyed, for an abandoned thread may still use it. Any thread.
  [[nodiscard]] bool stuck() const noexcept { return trouble_ != Trouble::none; }
  /// Whether an abandoned thread runs on, or will by itself, and so disturbs whatever comes next.
  [[nodiscard]] bool runs_on() const noexcept { return trouble_ == Trouble::runs_on; }
  /// The last thing that was said of it.
  [[nodiscard]] const std::string& trouble() const noexcept { return trouble_message_; }

 private:
  struct Holds : points::Teller {
    explicit Holds(Story& its_story) : story(its_story) {}
    void held(const std::string& who) override;
    void goes_on(const std::string& who) override;
    void touches_what_was_freed(const std::string& who) override;
    Story& story;
  };
  struct Actor {
    std::string name;
    std::thread thread;
    bool finished = false;
  };
  struct Event {
    std::string name;
    std::function<void()> happen;
    os::ThreadId waiting_thread = 0;  // 0 when no thread waits for it
  };

  enum class Trouble { none, hangs, runs_on };

  [[nodiscard]] std::vector<std::string> possible() const;
  [[nodiscard]] Event take(const std::string& name);
  void let_all(const std::vector<std::string>& events, const std::string& label);
  /// `crossable`: see points::event_happens().
  void happen(const std::vector<std::string>& names, bool crossable);
  void settle();
  void give_up_waiting(const std::string& event, os::ThreadId self);
  void finish();
  void abandon(Trouble trouble, const std::string& message);

  Walk& walk_;
  Story story_;
  Holds teller_of_holds_{story_};
  bool ties_ = false;
  bool happening_ = false;
  int happened_ = 0;
  std::atomic<Trouble> trouble_ = Trouble::none;
  std::string trouble_message_;
  mutable std::mutex mutex_;  // guards actors_' flags and events_
  std::vector<std::unique_ptr<Actor>> actors_;
  std::vector<Event> events_;
  std::vector<std::shared_ptr<void>> objects_;
};

}  // namespace stage
