#include "kata/run/judge.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace kata {
namespace {

std::string list(const std::vector<std::string>& names) {
  if (names.empty()) return "    (none)\n";
  std::string result;
  for (const std::string& name : names) result += "    " + name + "\n";
  return result;
}

/// A law is skipped when one of the step's own tests was lucky to be red.
bool caught_and_by_others(const Declaration& declaration, const Verdict& verdict) {
  const auto has = [](const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
  };
  return !verdict.failed.empty() &&
         std::ranges::all_of(declaration.caught_by, [&](const std::string& name) {
           return has(verdict.failed, name) || has(verdict.skipped, name);
         });
}

}  // namespace

std::string how_it_ended(const Verdict& verdict) {
  const std::string where = verdict.where ? " in " + *verdict.where : " outside of any test";
  const std::string number = std::to_string(verdict.number);
  switch (verdict.kind) {
    case Kind::crashed:
      return "it crashed with signal " + number + " (" + strsignal(verdict.number) + ")" + where;
    case Kind::ended_itself:
      return "it ended itself with exit status " + number + where;
    case Kind::timed_out:
      return "it ran without end" + where;
    case Kind::no_tests:
      return "it ran no tests";
    case Kind::cancelled:
      return "it was called off" + where;
    case Kind::not_started:
      return std::string("it could not be started: ") + std::strerror(verdict.number);
    case Kind::green:
    case Kind::red:
      break;
  }
  return "it ran to its end with exit status " + number;
}

int repeats_left(const Repeats& repeats, double seconds_of_one) {
  const int left = std::max(repeats.times - 1, 0);
  if (repeats.seconds <= 0 || seconds_of_one <= 0) return left;
  const double fit = (repeats.seconds - seconds_of_one) / seconds_of_one;
  return fit < left ? std::max(static_cast<int>(fit), 0) : left;
}

std::string not_green(const Verdict& verdict) {
  std::string text = "This answer is a right one, and the tests are not green with it.\n";
  text += "  red:\n" + list(verdict.failed);
  if (verdict.kind != Kind::red) text += "  and " + how_it_ended(verdict) + "\n";
  return text + "Output of the tests:\n" + verdict.output;
}

Judgement judge(const Declaration& declaration, const Verdict& verdict) {
  std::vector<std::string> failed = verdict.failed;
  std::ranges::sort(failed);
  const bool to_its_end = verdict.kind == Kind::red || verdict.kind == Kind::green;
  const bool as_declared = declaration.perhaps_others ? caught_and_by_others(declaration, verdict)
                                                      : failed == declaration.caught_by;
  if (to_its_end && as_declared) {
    return {true, "Caught, as declared, by:\n" + list(failed)};
  }

  std::string text = "This wrong answer was not caught as its first line declares.\n";
  text += "  what is wrong:  " + declaration.what + "\n";
  text += "  red, as declared:\n" + list(declaration.caught_by);
  text += "  red, in fact:\n" + list(failed);
  if (!to_its_end) text += "  and " + how_it_ended(verdict) + ", which is not a catch\n";

  std::vector<std::string> unknown;
  std::ranges::copy_if(declaration.caught_by, std::back_inserter(unknown), [&](const auto& name) {
    return to_its_end && std::ranges::find(failed, name) == failed.end() &&
           std::ranges::find(verdict.passed, name) == verdict.passed.end();
  });
  if (!unknown.empty()) text += "  no such test:\n" + list(unknown);
  return {false, text + "Output of the tests:\n" + verdict.output};
}

}  // namespace kata
