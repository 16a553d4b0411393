// Gives everybody a context that nobody ever ends. Caught by: CachedStore.asks_nobody_when_the_request_comes_cancelled, CachedStore.passes_the_requests_own_context_to_all_of_them, CachedStore.returns_a_timeout_when_the_deadline_has_passed, CachedStore.returns_no_late_answer_of_dependants_that_ignore_the_context, CachedStore.stops_at_once_when_the_client_gives_up_during_cache_get, CachedStore.stops_at_once_when_the_client_gives_up_during_cache_put, CachedStore.stops_at_once_when_the_client_gives_up_during_database_query
#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context /*ctx*/) {
  auto data = cache_.get(context::todo());
  if (!data) {
    data = database_.query(context::todo());
    if (data) cache_.put(context::todo(), *data);
  }
  return data;
}
