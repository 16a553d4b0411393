#include <chrono>
#include <iostream>
#include <string>

#include <context/context.h>

using namespace std::chrono_literals;

// What takes long takes a context, and says why it came back early.
std::error_code fetch(const context::Context& ctx, std::string& answer) {
  for (const char* const part : {"hello", ", ", "world"}) {
    if (ctx.err()) return ctx.err();  // what waits has sleep_for(), wait_until(), done()
    answer += part;
  }
  return {};
}

int main() {
  const auto [ctx, cancel] = context::with_timeout(context::background(), 30s);
  std::string answer;
  if (const auto err = fetch(ctx, answer)) std::cerr << err.message() << '\n';
  std::cout << answer << '\n';
}  // `cancel` goes: ctx ends, and with it all that was derived from it
