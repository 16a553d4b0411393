#include "kata/telling/explain.h"

#include <algorithm>
#include <cstring>

#include <fmt/core.h>

#include "kata/base/text.h"
#include "kata/run/gtest_output.h"
#include "kata/telling/environment.h"

namespace kata {
namespace {

constexpr std::string_view margin = "    ";

class Explanation {
 public:
  Explanation(const Session& session, const Step& step, const Outcome& outcome)
      : session_(session), screen_(session.screen), step_(step), outcome_(outcome) {}

  Status tell(Detail detail, const std::string& again) {
    switch (outcome_.stage) {
      case Outcome::Stage::cancelled:
        return is_red;  // main() says what interrupted us
      case Outcome::Stage::no_file:
        headline(Paint::red, "has no answer: " + step_.answer().string() + " is not there");
        next("The starter again", "./kata reset " + step_.number());
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
    headline(Paint::red, what_is_wrong(diagnostic.about));
    screen_.line();
    screen_.block(diagnostic.text, margin);
    if (diagnostic.more > 0) {
      const char* plural = diagnostic.more == 1 ? "" : "s";
      screen_.line(
          fmt::format("    ({} more error{}; the first one first)", diagnostic.more, plural));
    }
    what_next(again);
    return is_red;
  }

  static std::string_view what_is_wrong(Diagnostic::About about) {
    switch (about) {
      case Diagnostic::About::answer:
        return "does not compile";
      case Diagnostic::About::linking:
        return "compiles, but something is declared and nowhere defined, or twice";
      default:
        return "does not compile, and the compiler's first error is elsewhere";
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
    if (verdict.kind == Kind::green) {
      screen_.line();
      next("Compare with the solution", "./kata diff " + step_.number());
      next("Go on", "./kata");
      return all_well;
    }
    broken_off();
    if (!verdict.where) failures(detail);
    what_next(again);
    return is_red;
  }

  [[nodiscard]] std::string summary() const {
    const Verdict& verdict = outcome_.verdict;
    const std::string number = std::to_string(verdict.number);
    switch (verdict.kind) {
      case Kind::green:
        return "is green";
      case Kind::crashed:
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

  void marks() {
    const Verdict& verdict = outcome_.verdict;
    screen_.line();
    for (const std::string& test : verdict.passed) mark(Paint::green, "✓", test);
    for (const std::string& test : verdict.failed) mark(Paint::red, "✗", test);
    if (verdict.where) mark(Paint::red, "✗", *verdict.where + "  <- here");
  }

  void mark(Paint paint, std::string_view sign, const std::string& test) {
    screen_.line(fmt::format("  {} {}", screen_.paint(paint, sign), as_sentence(test)));
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
        if (detail == Detail::first_failure) break;
      }
      screen_.block(plain(saying.text), margin);
      if (detail == Detail::first_failure && failed.size() > 1) {
        screen_.line();
        screen_.line(fmt::format("One at a time. All {} at once: ./kata test {}", failed.size(),
                                 step_.number()));
        return;
      }
    }
  }

  /// Without the part of paths that is only the tree's place, and without googletest's "Failed",
  /// which says the same as the line before.
  [[nodiscard]] std::string plain(std::string_view text) const {
    std::string result = without(text, session_.tree.root.string() + "/");
    constexpr std::string_view twice = ": Failure\nFailed\n";
    for (std::size_t at = 0; (at = result.find(twice, at)) != std::string::npos; ++at) {
      result.replace(at, twice.size(), ": Failure\n");
    }
    return result;
  }

  void headline(Paint paint, std::string_view says) {
    screen_.line(screen_.paint(paint, fmt::format("Step {} {}.", step_.name, says)));
  }

  void what_next(const std::string& again) {
    screen_.line();
    next("Read", step_.lesson().string());
    next("Edit", step_.answer().string());
    next("Hint", "./kata hint " + step_.number());
    next("Then", again);
  }

  void next(std::string_view what, std::string_view how) {
    screen_.line(
        fmt::format("{:<7} {}", fmt::format("{}:", what), screen_.paint(Paint::bold, how)));
  }

  const Session& session_;
  Screen& screen_;
  const Step& step_;
  const Outcome& outcome_;
};

}  // namespace

Status explain(const Session& session, const Step& step, const Outcome& outcome, Detail detail,
               const std::string& again) {
  return Explanation(session, step, outcome).tell(detail, again);
}

}  // namespace kata
