// expect: a context key is a type with a value_type, such as
#include "context/context.h"

struct TraceId {};

int main() { const auto ctx = context::with_value<TraceId>(context::background(), 1); }
