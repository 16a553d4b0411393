/// A plug-in with a copy of the library of its own, loaded with RTLD_LOCAL. Built twice, with its
/// other symbols hidden and not.

#include "plugin.h"

namespace {

/// The other plug-in has a type of this name, too, and it is another one.
struct Private {
  using value_type = int;
};

}  // namespace

extern "C" {

[[gnu::visibility("default")]] void put(context::Context& ctx) {
  ctx = context::with_value<Private>(context::with_value<plugin::TraceId>(ctx, "42"), 1);
}

[[gnu::visibility("default")]] bool finds_the_trace_id(const context::Context& ctx) {
  const std::string* const id = ctx.value<plugin::TraceId>();
  return id != nullptr && *id == "42";
}

[[gnu::visibility("default")]] bool finds_its_private_value(const context::Context& ctx) {
  return ctx.value<Private>() != nullptr;
}

[[gnu::visibility("default")]] bool is_canceled(const std::error_code& code) {
  return code == context::Errc::canceled && code != context::Errc::deadline_exceeded &&
         code == std::errc::operation_canceled;
}
}
