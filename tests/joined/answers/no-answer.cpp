// prints: .*no-answer.cpp doesn't compile:.*it doesn't define answer.*
#include "contract.h"

std::string other_answer();
std::string other_answer() { return "other"; }
