// Calls every end of the context a cancellation. Caught by: SlowStore.returns_a_timeout_when_the_deadline_has_passed
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    if (context::sleep_for(ctx, tick_) || ctx.err()) {
      return std::unexpected(make_error_code(context::Errc::canceled));
    }

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(make_error_code(context::Errc::canceled));
  return data;
}
