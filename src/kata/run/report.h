#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// What a step's test program (tests/support/main.cpp) wrote down while it ran.
struct Report {
  std::vector<std::string> passed;
  std::vector<std::string> failed;
  std::vector<std::string> skipped;
  std::optional<std::string> open;  // the test that began last and didn't end
  bool done = false;                // all tests came to their end
};

/// Reads the report's lines: `run NAME`, `pass NAME`, `fail NAME`, `skip NAME`, `done`. Other
/// lines, and a last line that was cut off, are passed over.
Report read_report(std::string_view text);

}  // namespace kata
