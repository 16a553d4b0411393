#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// At how many points of the answer a thread was held, of how many at which it might matter.
struct Holds {
  int tried = 0;
  int worth_trying = 0;
};

/// What a step's test program (tests/support/main.cpp) wrote down while it ran.
struct Report {
  std::vector<std::string> passed;
  std::vector<std::string> failed;
  std::vector<std::string> skipped;
  std::optional<std::string> open;  // the test that began last and didn't end
  bool done = false;                // all tests came to their end
  Holds holds = {};
};

/// Reads the report's lines: `run NAME`, `pass NAME`, `fail NAME`, `skip NAME`, `holds 80 247`,
/// `done`. Other lines, and a last line that was cut off, are passed over.
Report read_report(std::string_view text);

}  // namespace kata
