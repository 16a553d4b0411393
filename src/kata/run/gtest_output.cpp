#include "kata/run/gtest_output.h"

#include <algorithm>

namespace kata {

std::string_view printed_by(std::string_view output, std::string_view test) {
  const std::string begin = "[ RUN      ] " + std::string(test) + "\n";
  const std::size_t at = output.find(begin);
  if (at == std::string_view::npos) return "";
  output.remove_prefix(at + begin.size());

  std::size_t end = output.size();
  for (const char* mark : {"[  FAILED  ] ", "[       OK ] ", "[  SKIPPED ] "}) {
    end = std::min(end, output.find(mark + std::string(test)));
  }
  return output.substr(0, end);
}

std::vector<Saying> sayings(std::string_view output, const std::vector<std::string>& tests) {
  std::vector<Saying> result;
  for (const std::string& test : tests) {
    const std::string_view text = printed_by(output, test);
    const auto same = std::ranges::find(result, text, &Saying::text);
    if (same == result.end()) {
      result.push_back({{test}, text});
    } else {
      same->tests.push_back(test);
    }
  }
  return result;
}

std::string as_sentence(std::string_view test) {
  std::string text(test);
  std::ranges::replace(text, '_', ' ');
  std::ranges::replace(text, '.', ' ');
  return text;
}

}  // namespace kata
