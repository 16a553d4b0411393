// expect: CancelFunc.*delete
#include "context/context.h"

int main() {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  const auto copy = cancel;
}
