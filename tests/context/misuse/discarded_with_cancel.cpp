// expect: the context ends at once when its CancelFunc is dropped
#include "context/context.h"

int main() { context::with_cancel(context::background()); }
