#include "kata/run/handlers.h"

#include <algorithm>

#include "kata/base/files.h"
#include "kata/base/text.h"

namespace kata {
namespace {

std::expected<Handler, std::string> read_handler(bool right, std::string_view program,
                                                 const std::filesystem::path& source) {
  Handler handler;
  handler.right = right;
  handler.program = program;
  handler.source = source;
  handler.name = source.stem().string();
  std::ranges::replace(handler.name, '-', ' ');

  if (!read_top_comment(read_file(source).value_or(""), handler)) {
    return std::unexpected(source.string() + ":1: the comment on top must say what this handler " +
                           (right ? "does" : "does wrong, and then 'Hint:' and a hint"));
  }
  return handler;
}

}  // namespace

std::expected<Trials, std::string> read_trials(std::string_view list) {
  Trials trials;
  for (const std::string_view line : lines_of(list)) {
    const std::size_t first = std::min(line.find('|'), line.size());
    const std::size_t second = std::min(line.find('|', first + 1), line.size());
    const std::string_view kind = line.substr(0, first);
    const std::string_view source = line.substr(std::min(second + 1, line.size()));
    if (kind == "test") {
      trials.test = source;
      continue;
    }
    if ((kind != "right" && kind != "wrong") || source.empty()) {
      return std::unexpected("'" + std::string(line) + "' names no handler");
    }
    auto handler =
        read_handler(kind == "right", line.substr(first + 1, second - first - 1), source);
    if (!handler) return std::unexpected(handler.error());
    trials.handlers.push_back(*std::move(handler));
  }
  for (const bool right : {true, false}) {
    if (std::ranges::find(trials.handlers, right, &Handler::right) == trials.handlers.end()) {
      return std::unexpected(std::string("there is no ") + (right ? "right" : "wrong") +
                             " handler to try the test on");
    }
  }
  return trials;
}

bool read_top_comment(std::string_view source, Handler& handler) {
  constexpr std::string_view mark = "Hint:";
  std::string comment;
  for (std::string_view line : lines_of(source)) {
    if (!line.starts_with("//")) break;
    line = trimmed(line.substr(2));
    if (!comment.empty()) comment += ' ';
    comment += line;
  }
  const std::size_t at = comment.find(mark);
  handler.what = trimmed(std::string_view(comment).substr(0, at));
  if (at != std::string::npos) {
    handler.hint = trimmed(std::string_view(comment).substr(at + mark.size()));
  }
  return !handler.what.empty() && (handler.right || !handler.hint.empty());
}

}  // namespace kata
