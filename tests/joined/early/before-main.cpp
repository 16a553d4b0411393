// prints: before main.in it
#include <cstdio>

#include "contract.h"

static const bool said = std::puts("before main") >= 0;

std::string answer() { return said ? "in it" : "not at all"; }
