#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace stage {

/// `text`; or of one that has many more than `most` bytes its beginning and its end, and between
/// them how many are left out. Cuts no character of UTF-8 in two.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

}  // namespace stage
