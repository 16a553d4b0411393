#pragma once
#include <span>

namespace stage {

/// An answer in a program that holds all answers to a step; join_answers.py writes the table.
struct JoinedAnswer {
  const char* name;
  const char* source;
  const char* trouble;         // what the compiler said; null if it compiles
  void (*const* functions)();  // for the slots; null if it has a program of its own
};

/// Has the tests call the answer whose source ends in what KATA_ANSWER says, as in
/// `wrong/starter.cpp`: puts its functions into `slots`, or becomes its program,
/// PROGRAM.alone/NAME. Says why and ends the process, with status 2, when there is no such answer
/// or it doesn't compile. Called before main().
void choose_answer(std::span<const JoinedAnswer> answers, std::span<void (*)()> slots,
                   char** arguments);

}  // namespace stage
