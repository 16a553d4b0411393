#include "kata/run/stories.h"

#include <charconv>

#include "kata/base/json.h"
#include "kata/base/text.h"

namespace kata {

std::vector<Telling> read_tellings(std::string_view text) {
  std::vector<Telling> tellings;
  for (const std::string_view line : lines_of(text)) {
    const auto json = read_json(line);
    if (!json || json->text_of("test").empty()) continue;
    Telling telling{json->text_of("test"), 1, json->text_of("order"), {}, {}};
    const std::string number = json->text_of("number");
    std::from_chars(number.data(), number.data() + number.size(), telling.number);
    if (const Json* failures = json->find("failures")) {
      for (const Json& failure : failures->items) telling.failures.push_back(failure.text);
    }
    if (const Json* lines = json->find("lines")) {
      for (const Json& one : lines->items) {
        telling.lines.push_back({one.text_of("who"), one.text_of("what"), one.text_of("remark")});
      }
    }
    tellings.push_back(std::move(telling));
  }
  return tellings;
}

}  // namespace kata
