#pragma once
#include <string>
#include <string_view>

namespace stage::laws {

/// `text` as a failure shows it: quoted, with what can't be printed spelled out, and never long.
std::string shown(std::string_view text);

}  // namespace stage::laws
