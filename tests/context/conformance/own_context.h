#pragma once
/// What the tests of step 16 include, under the same name: here it is the library itself, so that
/// both are held to the same. Their err() is the reason, ours is one of two; the reason is cause().

#include <system_error>
#include <utility>

#include "context/context.h"

namespace own {

using context::CancelFunc;

class Context : public context::Context {
 public:
  Context() = default;
  explicit Context(context::Context ctx) : context::Context(std::move(ctx)) {}
  [[nodiscard]] std::error_code err() const {
    return context::Context::err() ? context::cause(*this) : std::error_code();
  }
};

struct Derived {
  Context ctx;
  CancelFunc cancel;
};

inline Derived with_cancel(const Context& parent) {
  auto [ctx, cancel] = context::with_cancel(parent);
  return {Context(std::move(ctx)), std::move(cancel)};
}

}  // namespace own
