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

std::string plain_failure(std::string text) {
  const auto replace = [&text](std::string_view old, std::string_view now) {
    for (std::size_t at = 0; (at = text.find(old, at)) != std::string::npos; at += now.size()) {
      text.replace(at, old.size(), now);
    }
  };
  replace(": Failure\nFailed\n", ": Failure\n");
  if (text.starts_with("Failed\n")) text.erase(0, text.find('\n') + 1);
  replace("unknown file: Failure\nC++ exception with description ",
          "An exception came out of your code, and the test caught it: ");
  replace("unknown file: Failure\nUnknown C++ exception",
          "Something that is no std::exception came out of your code, and the test caught it:");
  return text;
}

std::string uncaught(std::string_view output) {
  constexpr std::string_view begin = "terminate called after throwing an instance of '";
  constexpr std::string_view what = "  what():  ";
  const std::size_t at = output.rfind(begin);
  if (at == std::string_view::npos) return "";
  output.remove_prefix(at + begin.size());
  std::string result(output.substr(0, output.find('\'')));
  const std::size_t line = output.find('\n');
  if (line != std::string_view::npos && output.substr(line + 1).starts_with(what)) {
    const std::string_view said = output.substr(line + 1 + what.size());
    result += ": " + std::string(said.substr(0, said.find('\n')));
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
