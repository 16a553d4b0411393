#pragma once
#include <string_view>

namespace serve {

/// The page behind /ui: page.html, which needs nothing from any other place.
extern const std::string_view page;

}  // namespace serve
