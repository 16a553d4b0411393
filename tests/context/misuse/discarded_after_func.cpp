// expect: dropping it takes the call back at once
#include "context/context.h"

int main() {
  context::after_func(context::background(), [] {});
}
