#pragma once
#include <string>

#include "kata/run/declaration.h"
#include "kata/run/verdict.h"

namespace kata {

/// Whether a wrong answer was caught as it declares, and what to say about it.
struct Judgement {
  bool caught = false;
  std::string text;  // several lines
};

/// A wrong answer is caught when exactly the declared tests are red (or, where it is declared
/// so, perhaps others, too), each by an assertion: a crash, an exit() or a run without end shows
/// nothing about the tests.
Judgement judge(const Declaration& declaration, const Verdict& verdict);

/// How often a right answer is tested, and how long that may take in all.
struct Repeats {
  int times = 1;
  double seconds = 0;  // of processor time; 0: as long as it takes
};

/// How many more times fit, after one that took `seconds_of_one`.
int repeats_left(const Repeats& repeats, double seconds_of_one);

/// What to say about a right answer that wasn't green.
std::string not_green(const Verdict& verdict);

/// "it crashed with signal 11 (Segmentation fault) in Server.writes_once": how a run broke off, or
/// that it came to its end.
std::string how_it_ended(const Verdict& verdict);

}  // namespace kata
