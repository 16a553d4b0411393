#pragma once
#include <string>

#include "kata/run/stories.h"
#include "kata/terminal/screen.h"

namespace kata {

/// The story as a picture: a column for each who plays in it, in the order in which they come on,
/// time downwards; what came too late in red. `width`: how many columns there are; where the lanes
/// would be too narrow to read, the story is told line by line.
std::string lanes(const Screen& screen, const Telling& telling, std::size_t width);

/// All tellings as one page that needs nothing else: a slider over the orders of each test.
std::string as_page(const std::string& title, const std::vector<Telling>& tellings);

}  // namespace kata
