// expect: must be a type to keep by value
#include "context/context.h"

struct Logger {
  using value_type = int&;
};

int main() {
  int lines = 0;
  const auto ctx = context::with_value<Logger>(context::background(), lines);
}
