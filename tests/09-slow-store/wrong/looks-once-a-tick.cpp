// Polls: sleeps soundly, and looks at the context once a tick. Caught by: SlowStore.builds_nothing_when_the_request_comes_cancelled, SlowStore.hears_of_a_cancellation_while_it_is_awake, SlowStore.returns_a_timeout_when_the_deadline_has_passed, SlowStore.wakes_at_once_when_the_client_gives_up
#include "store.h"

std::expected<std::string, std::error_code> SlowStore::fetch(context::Context ctx) {
  std::string data;
  for (const char character : data_) {
    std::ignore = context::sleep_for(context::without_cancel(ctx), tick_);
    if (ctx.err()) return std::unexpected(ctx.err());

    data += character;
    built_(character);
  }

  if (ctx.err()) return std::unexpected(ctx.err());
  return data;
}
