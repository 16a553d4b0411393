// expect: nodiscard
#include "context/context.h"

int main() { context::merge(context::background(), context::todo()); }
