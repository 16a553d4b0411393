// Builds in a thread of its own, which is joined before the answer is given.
#include "store.h"

#include <future>

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  auto thread = std::async(std::launch::async, [this, &ctx] {
    std::string data;
    for (const char character : data_) {
      if (context::sleep_for(ctx, tick_) || ctx.err()) break;
      data += character;
      built_(character);
    }
    return data;
  });

  std::string data = thread.get();
  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
