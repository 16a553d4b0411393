#pragma once
#include <context/fwd.h>

/// Whether `ctx` ended by its deadline, in the eyes of a shared library.
bool timed_out(const context::Context& ctx);
