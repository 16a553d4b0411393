#include "kata/telling/explain.h"

#include <algorithm>
#include <cstring>

#include <fmt/core.h>

#include "kata/base/text.h"
#include "kata/run/gtest_output.h"
#include "kata/telling/environment.h"
#include "kata/terminal/words.h"

namespace kata {
namespace {

constexpr std::string_view margin = "    ";

class Explanation {
 public:
  Explanation(const Session& session, const Step& step, const Outcome& outcome)
      : session_(session), screen_(session.screen), step_(step), outcome_(outcome) {}

  Status tell(Detail detail, const std::string& again) {
    watched_ = detail == Detail::watched;
    switch (outcome_.stage) {
      case Outcome::Stage::cancelled:
        return is_red;  // main() says what interrupted us
      case Outcome::Stage::no_file:
        headline(Paint::red, "has no answer: " + step_.answer().string() + " is not there");
        next("The starter again", "./kata reset " + step_.number());
        return is_red;
      case Outcome::Stage::a_folder:
        headline(Paint::red, "has no answer: " + step_.answer().string() + " is a folder");
        next("The starter again", "./kata reset " + step_.number());
        return is_red;
      case Outcome::Stage::two_files:
        headline(Paint::red, "has two .cpp files, and only " + step_.file + " is yours");
        next("Away with it", "mv " + outcome_.other + " " + outcome_.other + ".bak && " + again);
        return is_red;
      case Outcome::Stage::not_settled:
        headline(Paint::red, "has no verdict: its files kept changing while it was built");
        next("When they rest", again);
        return is_red;
      case Outcome::Stage::not_built:
        return not_built(again);
      case Outcome::Stage::tested:
        return tested(detail, again);
    }
    return bad_environment;
  }

 private:
  Status not_built(const std::string& again) {
    const Diagnostic& diagnostic = outcome_.diagnostic;
    if (diagnostic.of_environment()) {
      return explain_environment(session_, "Step " + step_.name, diagnostic, again);
    }
    headline(Paint::red, what_is_wrong(diagnostic));
    screen_.line();
    screen_.quote(diagnostic.text, margin);
    if (diagnostic.in_vain) {
      screen_.line(fmt::format("    {} defines it with other parameters than the header declares.",
                               step_.answer().string()));
    }
    if (diagnostic.more > 0) {
      const char* plural = diagnostic.more == 1 ? "" : "s";
      screen_.line(
          fmt::format("    ({} more error{}; the first one first)", diagnostic.more, plural));
    }
    what_next(again);
    return is_red;
  }

  [[nodiscard]] std::string what_is_wrong(const Diagnostic& diagnostic) const {
    switch (diagnostic.about) {
      case Diagnostic::About::answer:
        return "does not compile";
      case Diagnostic::About::undefined:
        return "compiles, but " + diagnostic.symbol + " is nowhere defined";
      case Diagnostic::About::twice:
        return "compiles, but " + diagnostic.symbol + " is defined twice";
      case Diagnostic::About::endless:
        return fmt::format(
            "does not compile: after {} s without a word the compiler was stopped. A template or a "
            "constexpr without end?",
            session_.limits.compiler.count());
      default:
        return "does not compile, and the compiler's first error is elsewhere";
    }
  }

  /// What the compiler would have liked to be looked at often says why a test is red.
  void warning() {
    if (!outcome_.warning) return;
    screen_.line();
    screen_.line("The compiler warns:");
    screen_.quote(outcome_.warning->text, margin);
    const int more = outcome_.warning->more;
    if (more > 0) {
      screen_.line(fmt::format("    ({} more warning{})", more, more == 1 ? "" : "s"));
    }
  }

  Status tested(Detail detail, const std::string& again) {
    const Verdict& verdict = outcome_.verdict;
    if (verdict.kind == Kind::not_started) {
      screen_.line(fmt::format("The tests of step {} could not be started: {}.", step_.name,
                               std::strerror(verdict.number)));
      next("Try", "rm -rf build && " + again);
      return bad_environment;
    }
    headline(verdict.kind == Kind::green ? Paint::green : Paint::red, summary());
    marks();
    warning();
    if (verdict.kind == Kind::green) {
      holds();
      screen_.line();
      next("Compare with the solution", "./kata diff " + step_.number());
      next("Go on", watched_ ? "press n" : "./kata");
      return all_well;
    }
    broken_off();
    if (!verdict.where) failures(detail);
    what_next(again);
    return is_red;
  }

  void holds() {
    const Holds& holds = outcome_.verdict.holds;
    if (holds.tried == holds.worth_trying) return;
    screen_.line();
    screen_.line(fmt::format("A thread was held at {} of the {} points at which that might matter.",
                             holds.tried, holds.worth_trying));
    next("At all", "./kata test " + step_.number() + " --thorough");
  }

  [[nodiscard]] std::string summary() const {
    const Verdict& verdict = outcome_.verdict;
    const std::string number = std::to_string(verdict.number);
    switch (verdict.kind) {
      case Kind::green:
        return "is green";
      case Kind::crashed:
        if (const std::string exception = uncaught(verdict.output); !exception.empty()) {
          return "crashes: nobody caught an exception, " + exception;
        }
        return "crashes: signal " + number + " (" + strsignal(verdict.number) + ")";
      case Kind::timed_out:
        return "runs without end, and was stopped";
      case Kind::no_tests:
        return "is not tested: its test program holds no test that ran";
      case Kind::ended_itself:
        if (!verdict.where && verdict.failed.empty() && !verdict.passed.empty()) {
          return "passes its tests, but then its program ends with exit status " + number;
        }
        return "ends the whole program, with exit status " + number + ", before the tests are over";
      case Kind::red:
      case Kind::cancelled:
      case Kind::not_started:
        break;
    }
    return "is red";
  }

  /// How to look at the place of a crash.
  [[nodiscard]] std::string debugger() const {
    std::string line = "gdb -q -ex run -ex backtrace --args " +
                       (session_.tree.build / "tests" / step_.target()).string();
    if (outcome_.verdict.where) line += " --gtest_filter=" + *outcome_.verdict.where;
    return line;
  }

  void marks() {
    const Verdict& verdict = outcome_.verdict;
    screen_.line();
    for (const std::string& test : verdict.passed) mark(true, test);
    for (const std::string& test : verdict.failed) mark(false, test);
    if (verdict.where) mark(false, *verdict.where + "  <- here");
  }

  void mark(bool good, const std::string& test) {
    screen_.block(fmt::format("{} {}", screen_.sign(good), as_sentence(test)), "  ");
  }

  /// What the last test printed, when a run broke off.
  void broken_off() {
    const Verdict& verdict = outcome_.verdict;
    if (!verdict.where && verdict.kind == Kind::red) return;
    std::string_view text = verdict.where ? printed_by(verdict.output, *verdict.where) : "";
    if (!verdict.where && verdict.failed.empty()) text = verdict.output;
    constexpr std::size_t most = 2000;
    if (text.size() > most) text.remove_prefix(text.size() - most);
    if (text.empty()) return;
    screen_.line();
    screen_.line("The last that it printed:");
    screen_.block(plain(text), margin);
  }

  void failures(Detail detail) {
    const std::vector<std::string>& failed = outcome_.verdict.failed;
    for (const Saying& saying : sayings(outcome_.verdict.output, failed)) {
      screen_.line();
      for (const std::string& test : saying.tests) {
        screen_.line(screen_.paint(Paint::red, as_sentence(test)));
        if (detail != Detail::all_failures) break;
      }
      screen_.block(plain(saying.text), margin);
      if (detail != Detail::all_failures && failed.size() > 1) {
        screen_.line();
        screen_.line(fmt::format("One at a time. All {} at once: ./kata test {}", failed.size(),
                                 step_.number()));
        return;
      }
    }
  }

  /// Without the part of paths that is only the tree's place.
  [[nodiscard]] std::string plain(std::string_view text) const {
    return plain_failure(without(text, session_.tree.root.string() + "/"));
  }

  void headline(Paint paint, std::string_view says) {
    for (const std::string& line :
         wrapped(fmt::format("Step {} {}.", step_.name, says), screen_.width())) {
      screen_.line(screen_.paint(paint, line));
    }
  }

  void what_next(const std::string& again) {
    screen_.line();
    if (outcome_.verdict.kind == Kind::crashed) next("Debug", debugger());
    next_file("Read", step_.lesson());
    next_file("Edit", step_.answer());
    next("Hint", "./kata hint " + step_.number());
    next("Then", watched_ ? "save it" : again);
  }

  void next_file(std::string_view what, const std::filesystem::path& file) {
    next(what, screen_.link(session_.tree.root / file, file.string()));
  }

  void next(std::string_view what, std::string_view how) {
    screen_.line(
        fmt::format("{:<7} {}", fmt::format("{}:", what), screen_.paint(Paint::bold, how)));
  }

  const Session& session_;
  Screen& screen_;
  const Step& step_;
  const Outcome& outcome_;
  bool watched_ = false;
};

}  // namespace

Status explain(const Session& session, const Step& step, const Outcome& outcome, Detail detail,
               const std::string& again) {
  return Explanation(session, step, outcome).tell(detail, again);
}

}  // namespace kata
