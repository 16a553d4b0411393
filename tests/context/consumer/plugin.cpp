#include "plugin.h"

#include <context/context.h>

bool timed_out(const context::Context& ctx) {
  return ctx.err() == context::Errc::deadline_exceeded;
}
