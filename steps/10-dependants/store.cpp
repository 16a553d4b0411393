#include "store.h"

std::expected<std::string, std::error_code> CachedStore::fetch(context::Context /*ctx*/) {
  auto data = cache_.get(context::todo());
  if (!data) {
    data = database_.query(context::todo());
    if (data) cache_.put(context::todo(), *data);
  }
  return data;
}
