#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// What one test told of one order of events; the stage writes these down when KATA_STORIES names a
/// file (tests/support/written_story.h).
struct Telling {
  struct Line {
    std::string who;
    std::string what;
    std::string remark;  // "after the cancellation"
  };
  std::string test;  // "Server.writes_once"
  int number = 1;    // of the order, among those of its scene
  std::string order;
  std::vector<std::string> failures;
  std::vector<Line> lines;
};

/// Reads a telling a line; what makes no sense (a line that was cut off) is passed over.
std::vector<Telling> read_tellings(std::string_view text);

}  // namespace kata
