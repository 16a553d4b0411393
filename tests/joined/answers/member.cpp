// prints: from the contract, and a member
#include "contract.h"

std::string Speaker::second_word() const { return word() + ", and a member"; }

std::string answer() { return Speaker().second_word(); }
