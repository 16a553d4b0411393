// expect: reference to .*Context.* is ambiguous
// The types live in an inline namespace: context/fwd.h declares them.
namespace context {
class Context;
}

#include "context/context.h"

int main() { const context::Context ctx = context::background(); }
