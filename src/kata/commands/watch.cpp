#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <stop_token>

#include <fmt/core.h>
#include <poll.h>
#include <sys/eventfd.h>

#include "kata/base/watcher.h"
#include "kata/commands.h"
#include "kata/run/attempt.h"
#include "kata/telling/explain.h"
#include "kata/telling/trouble.h"
#include "kata/terminal/keys.h"
#include "kata/terminal/words.h"

namespace kata {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds quiet(120);          // an editor writes a file in several goes
constexpr milliseconds most_patience(600);  // should it never be quiet
// How often we look without being told: notifications get lost, too.
constexpr milliseconds look_by_notification(1000);
constexpr milliseconds look_by_polling(200);

/// The loop that a learner lives in. One thread; what it tries runs in another (see Attempt).
class Watch {
 public:
  Watch(const Session& session, Step step, Watcher::By wish)
      : session_(session), screen_(session.screen), step_(std::move(step)), wish_(wish) {
    enter(step_);
  }

  Status run() {
    const Descriptor interrupted(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    const std::stop_callback wake(session_.ctx.done(), [&interrupted] {
      const std::uint64_t one = 1;
      [[maybe_unused]] const ssize_t written = write(interrupted.get(), &one, sizeof one);
    });
    while (!over_ && !session_.ctx.err()) {
      std::array<pollfd, 5> waits{{{watcher_->descriptor(), POLLIN, 0},
                                   {attempt_ ? attempt_->descriptor() : -1, POLLIN, 0},
                                   {keys_.keyboard(), POLLIN, 0},
                                   {keys_.changes(), POLLIN, 0},
                                   {interrupted.get(), POLLIN, 0}}};
      poll(waits.data(), waits.size(), patience());
      if (waits[3].revents != 0) {
        keys_.take_in();
        draw();
      }
      if (waits[0].revents != 0) {
        watcher_->take_in();
        look();
      }
      if (waits[1].revents != 0) hear();
      if (waits[2].revents != 0) press();
      if (Clock::now() >= look_again_) look();
      begin_if_quiet();
    }
    attempt_.reset();
    if (screen_.terminal()) screen_.line();
    if (!session_.ctx.err()) screen_.line("Next: ./kata");
    return all_well;
  }

 private:
  [[nodiscard]] bool is_settled() const { return outcome_ && !attempt_ && !changed_at_; }

  /// To this step: whatever goes on for another is called off.
  void enter(const Step& step) {
    attempt_.reset();
    step_ = step;
    const auto folders = {session_.tree.root / step_.folder(), session_.tree.root / step_.tests(),
                          session_.tree.root / "steps"};
    watcher_ = std::make_unique<Watcher>(folders, wish_);
    outcome_.reset();
    aside_.clear();
    begin();
  }

  void begin() {
    changed_at_.reset();
    first_change_.reset();
    attempt_.emplace(session_.ctx, session_.tree, step_, session_.progress, session_.limits);
    seen_ = attempt_->tried();
    look_again_ = Clock::now() + look_by();
    draw();
  }

  [[nodiscard]] milliseconds look_by() const {
    return watcher_->by() == Watcher::By::polling ? look_by_polling : look_by_notification;
  }

  /// Whether the step's files hold something else than what is being tried, or was. Then what is
  /// being tried has no meaning any more, and is called off at once; the next one begins when the
  /// editor is done.
  void look() {
    look_again_ = Clock::now() + look_by();
    Fingerprint now = fingerprint_of(session_.tree, step_);
    if (now == seen_) return;
    seen_ = std::move(now);
    changed_at_ = Clock::now();
    if (!first_change_) first_change_ = changed_at_;
    if (attempt_) attempt_->call_off();
    outcome_.reset();
    aside_.clear();
    draw();
  }

  void begin_if_quiet() {
    if (!changed_at_ || session_.ctx.err()) return;
    const auto now = Clock::now();
    if (now < *changed_at_ + quiet && now < *first_change_ + most_patience) return;
    if (attempt_ && !attempt_->outcome()) return;  // it is ending; it will tell
    attempt_.reset();
    begin();
  }

  /// An attempt has news. Its verdict is shown if the files are still those that it is about.
  void hear() {
    std::optional<Outcome> outcome = attempt_->outcome();
    if (!outcome) return draw();
    look();
    const bool outdated = attempt_->called_off();
    attempt_.reset();
    if (outdated) return;  // begin_if_quiet() sees to the next
    outcome_ = std::move(outcome);
    draw();
  }

  void press() {
    const std::optional<char> key = keys_.key();
    if (!key) return;
    switch (*key) {
      case 'q':
        return void(over_ = true);
      case 'r':
        outcome_.reset();
        aside_.clear();
        attempt_.reset();
        return begin();
      case 'n':
        return go(+1);
      case 'p':
        return go(-1);
      case 'h':
        return show_aside("hint");
      case 'd':
        return show_aside("diff");
      case 'l':
        return show_aside("list");
      case 's':
        return show_aside("story");
      default:
        return;
    }
  }

  /// Never on past a verdict that the learner hasn't seen.
  void go(int by) {
    const std::vector<Step>& steps = session_.tree.steps;
    const auto here = std::ranges::find(steps, step_.name, &Step::name) - steps.begin();
    const auto there = here + by;
    if (by > 0 && !is_settled()) return say("Still trying this step; then n goes on.");
    if (there < 0) return say("This is the first step.");
    if (there >= static_cast<std::ptrdiff_t>(steps.size())) return say("This is the last step.");
    enter(steps[static_cast<std::size_t>(there)]);
  }

  void say(const std::string& text) {
    aside_ = text + "\n";
    draw();
  }

  /// What another command has to say, under the verdict. They share the progress with an attempt.
  void show_aside(const char* command) {
    if (attempt_) return say("Still trying this step; then the keys have answers.");
    aside_ = screen_.captured(
        [&] { static_cast<void>(run_command(command, session_, {step_.number(), {}})); });
    draw();
  }

  [[nodiscard]] int patience() const {
    auto until = look_again_;
    if (changed_at_ && !attempt_) {
      until = std::min({until, *changed_at_ + quiet, *first_change_ + most_patience});
    }
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1000));
  }

  /// All of the screen anew; in a plain one, what is new below what there is.
  void draw() {
    const std::string text = screen_.captured([this] { tell(); });
    if (text == drawn_ && screen_.looks().plain) return;
    drawn_ = text;
    if (!screen_.looks().plain) screen_.print("\033[H\033[2J\033[3J");
    screen_.print(text);
    std::fflush(stdout);
  }

  void tell() {
    if (!screen_.looks().plain) headline();
    if (outcome_) {
      explain(session_, step_, *outcome_, Detail::watched, "./kata watch");
    } else {
      screen_.block(what_goes_on(), "");
    }
    if (!aside_.empty()) {
      screen_.line();
      screen_.print(aside_);
    }
    if (screen_.looks().plain && !outcome_) return;
    screen_.line();
    screen_.block(screen_.paint(Paint::dim, what_keys_do()), "");
  }

  void headline() {
    if (!attempt_) green_ = count_green();
    screen_.line(progress_bar(screen_.looks(), green_, session_.tree.steps.size()));
    screen_.block(screen_.paint(Paint::bold, step_.name + "  " + title_of(session_.tree, step_)),
                  "");
    screen_.line();
  }

  [[nodiscard]] std::size_t count_green() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        session_.tree.steps, [&](const Step& step) { return known_green(session_, step); }));
  }

  [[nodiscard]] std::string what_goes_on() const {
    if (attempt_ && attempt_->waits()) {
      return "Another ./kata is at work in this tree; waiting for it ...";
    }
    if (changed_at_) return "Saved: what was being tried is outdated ...";
    return "Trying step " + step_.name + " ...";
  }

  [[nodiscard]] std::string what_keys_do() const {
    std::string text;
    if (keys_.keyboard() >= 0) {
      text = outcome_ && outcome_->green() ? "n the next step  " : "";
      text += "r run  h hint  d diff  s story  l list  ";
      text += outcome_ && outcome_->green() ? "p back  q quit" : "n next  p back  q quit";
    }
    if (watcher_->by() == Watcher::By::polling) {
      text += fmt::format("{}(no notifications here: looking every {} ms)",
                          text.empty() ? "" : "\n", look_by_polling.count());
    }
    return text;
  }

  const Session& session_;
  Screen& screen_;
  Step step_;
  Watcher::By wish_;
  Keys keys_;
  std::unique_ptr<Watcher> watcher_;
  std::optional<Attempt> attempt_;
  std::optional<Outcome> outcome_;  // of what is on the disk
  Fingerprint seen_;                // what was on the disk when we last looked
  std::optional<Clock::time_point> changed_at_;
  std::optional<Clock::time_point> first_change_;
  Clock::time_point look_again_;
  std::string aside_;
  std::string drawn_;
  std::size_t green_ = 0;
  bool over_ = false;
};

/// Tries the step after each save, until one goes on or has enough.
Status watch(const Session& session, const Words& words) {
  const auto step = chosen_step(session, words.step);
  if (!step) return trouble(step.error(), "./kata list");
  Looks looks = session.screen.looks();
  if (words.has("plain") || !looks.terminal) looks = {false, false, false, true};
  Screen screen(looks);
  const Session own{session.ctx, session.tree, session.progress, screen, session.limits};
  return Watch(own, *step, words.has("poll") ? Watcher::By::polling : Watcher::By::notification)
      .run();
}

const Known watch_is_known(
    {.name = "watch",
     .does = "Try the step after each save",
     .group = Group::learner,
     .takes = Takes::maybe_a_step,
     .run = watch,
     .options = {{"--plain", "", "For screen readers: words for signs, and nothing is drawn anew"},
                 {"--poll", "", "Look every 200 ms instead of being told (a shared folder)"}}});

}  // namespace
}  // namespace kata
