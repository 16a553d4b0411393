#include "kata/gtest_output.h"

#include <algorithm>

namespace kata {

namespace {

std::string first_line_of(std::string_view test) {
  return "[ RUN      ] " + std::string(test) + "\n";
}

}  // namespace

bool was_run(std::string_view output, std::string_view test) {
  return output.find(first_line_of(test)) != std::string_view::npos;
}

std::string_view printed_by(std::string_view output, std::string_view test) {
  const std::string begin = first_line_of(test);
  const std::size_t at = output.find(begin);
  if (at == std::string_view::npos) return "";
  output.remove_prefix(at + begin.size());

  std::size_t end = output.size();
  for (const char* mark : {"[  FAILED  ] ", "[       OK ] ", "[  SKIPPED ] "}) {
    end = std::min(end, output.find(mark + std::string(test)));
  }
  return output.substr(0, end);
}

std::string as_sentence(std::string_view test) {
  std::string text(test);
  std::ranges::replace(text, '_', ' ');
  std::ranges::replace(text, '.', ' ');
  return text;
}

}  // namespace kata
