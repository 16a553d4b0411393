// Takes the data for a C string, which ends at the first zero. Caught by: Law.data_are_data
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : std::string(data_.c_str())) {
    const std::error_code woken = context::sleep_for(ctx, tick_);
    if (woken || ctx.err()) return std::unexpected(ctx.err());  // also when it was a tie

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());  // also when it was during the last one
  return data;
}
