#pragma once
#include <string>

#include "kata/declaration.h"
#include "kata/verdict.h"

namespace kata {

/// Whether a wrong answer was caught as it declares, and what to say about it.
struct Judgement {
  bool caught = false;
  std::string text;  // several lines
};

/// A wrong answer is caught when exactly the declared tests are red, each by an assertion: a
/// crash, an exit() or a run without end shows nothing about the tests.
Judgement judge(const Declaration& declaration, const Verdict& verdict);

/// "it crashed with signal 11 (Segmentation fault) in Server.writes_once": how a run broke off, or
/// that it came to its end.
std::string how_it_ended(const Verdict& verdict);

}  // namespace kata
