// prints: .*no-answer.cpp can't be linked:.*answer.*
#include "contract.h"

std::string other_answer();
std::string other_answer() { return "other"; }
