// prints: a macro
#include "contract.h"

#define WORD "a macro"
#define calls hidden

std::string answer() { return WORD; }
