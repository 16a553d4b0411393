#pragma once
#include <string_view>

#include "kata/telling/session.h"

namespace kata {

/// Says on standard error why a command can't be done, and which command helps. Returns 2.
Status trouble(std::string_view why, std::string_view next);

}  // namespace kata
