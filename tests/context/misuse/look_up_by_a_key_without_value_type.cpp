// expect: a context key is a type with a value_type, such as
#include "context/context.h"

int main() { return context::background().value<int>() == nullptr ? 0 : 1; }
