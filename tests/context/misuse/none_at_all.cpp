// expect: ^$
// What the others get wrong, done right: it compiles without a word.
#include <string>

#include "context/context.h"

struct TraceId {
  using value_type = std::string;
};

int main() {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const auto traced = context::with_value<TraceId>(ctx, "105445aa");
  const auto call = context::after_func(traced, [] {});
  return traced.value<TraceId>() == nullptr ? 1 : 0;
}
