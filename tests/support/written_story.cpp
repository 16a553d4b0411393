#include "support/written_story.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string_view>

namespace stage {
namespace {

/// A string of JSON. Bytes that are no UTF-8 are data of a test; they come as the letter of their
/// number.
std::string json_string(std::string_view text) {
  std::string result = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t more = c >= 0xF0 ? 3 : c >= 0xE0 ? 2 : c >= 0xC2 ? 1 : 0;
    bool whole = c >= 0xC2 && c <= 0xF4 && i + more < text.size();
    for (std::size_t j = 1; whole && j <= more; ++j) {
      whole = (static_cast<unsigned char>(text[i + j]) & 0xC0U) == 0x80U;
    }
    if (c == '"' || c == '\\') {
      result += '\\';
      result += text[i];
    } else if (whole) {
      result += text.substr(i, more + 1);
      i += more;
    } else if (c < 0x20 || c >= 0x7F) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      result += code;
    } else {
      result += text[i];
    }
  }
  return result + "\"";
}

}  // namespace

std::string as_json(const std::string& test, const WalkResult& result) {
  std::ostringstream out;
  out << "{\"test\": " << json_string(test) << ", \"number\": " << result.number
      << ", \"order\": " << json_string(result.order) << ", \"failures\": [";
  const char* between = "";
  for (const testing::TestPartResult* failure : result.failures()) {
    out << between << json_string(message_of(*failure));
    between = ", ";
  }
  out << "], \"lines\": [";
  between = "";
  for (const Story::Line& line : result.lines) {
    out << between << "{\"who\": " << json_string(line.who)
        << ", \"what\": " << json_string(line.what) << ", \"remark\": " << json_string(line.remark)
        << "}";
    between = ", ";
  }
  out << "]}";
  return out.str();
}

void write_down(const WalkResult& result) {
  static const char* const path = std::getenv("KATA_STORIES");
  if (path == nullptr) return;
  const testing::TestInfo* const test = testing::UnitTest::GetInstance()->current_test_info();
  if (test == nullptr) return;
  std::FILE* const file = std::fopen(path, "ae");
  if (file == nullptr) return;
  const std::string name = std::string(test->test_suite_name()) + "." + test->name();
  std::fprintf(file, "%s\n", as_json(name, result).c_str());
  std::fclose(file);
}

}  // namespace stage
