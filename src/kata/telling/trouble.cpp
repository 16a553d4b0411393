#include "kata/telling/trouble.h"

#include <cstdio>

#include <fmt/core.h>

namespace kata {

Status trouble(std::string_view why, std::string_view next) {
  std::fflush(stdout);
  fmt::print(stderr, "{}\nNext: {}\n", why, next);
  return bad_usage;
}

}  // namespace kata
