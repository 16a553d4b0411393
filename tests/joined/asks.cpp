#include <cstdio>

#include "contract.h"

int main() { std::puts(answer().c_str()); }
