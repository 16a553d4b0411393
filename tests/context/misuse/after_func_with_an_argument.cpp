// expect: after_func calls f.., without arguments
#include "context/context.h"

int main() {
  const auto call = context::after_func(context::background(), [](int) {});
}
