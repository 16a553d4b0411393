#include "lessons/tag.h"

#include <charconv>
#include <optional>
#include <utility>

#include "lessons/text.h"

namespace lessons {
namespace {

/// Takes `prefix` from the front of `text`, if it is there.
bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text = trimmed(text.substr(prefix.size()));
  return true;
}

/// Takes `suffix` from the end of `text`, if it is there.
bool take_last(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text = trimmed(text.substr(0, text.size() - suffix.size()));
  return true;
}

/// FILE or FILE: part.
std::pair<std::string, std::string> file_and_part(std::string_view text) {
  const std::size_t colon = text.find(": ");
  if (colon == std::string_view::npos) return {std::string(text), ""};
  return {std::string(text.substr(0, colon)), std::string(trimmed(text.substr(colon + 2)))};
}

std::string choices(std::string_view language) {
  if (language == "cpp") {
    return "a cpp block is tagged `from FILE`, `from FILE: part`, `lines from FILE`, "
           "`try in steps/NN-name/FILE`, "
           "`compiled` or `refused`";
  }
  if (language == "text") {
    return "a text block is tagged `printed by ./kata ...`, `printed by the tests of step NN`, "
           "`printed by Suite.name` (each `with the starter`, `the solution` or `the try above`), "
           "`printed by the program above` or `sketch`";
  }
  if (language == "sh" || language == "mermaid") {
    return "a " + std::string(language) + " block has no tag";
  }
  if (language.empty()) return "a block names its language: cpp, text, sh, mermaid or another";
  return "a " + std::string(language) + " block is tagged `from FILE` or `for comparison`";
}

std::optional<int> number_behind(std::string_view& text, std::string_view words) {
  const std::size_t at = text.rfind(words);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text.substr(at + words.size());
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  text = trimmed(text.substr(0, at));
  return number;
}

std::optional<Printed> read_printed(std::string_view text) {
  Printed printed{.by = Printed::By::test, .name = {}};
  const bool named = take_last(text, "with the starter");
  if (!named && take_last(text, "with the solution")) {
    printed.answer = Answer::solution;
  } else if (!named && take_last(text, "with the try above")) {
    printed.answer = Answer::attempt;
  }
  if (text == "the program above") {
    printed.by = Printed::By::program;
    return printed;
  }
  if (text == "./kata" || text.starts_with("./kata ")) {
    printed.by = Printed::By::command;
    printed.name = text;
    return printed;
  }
  if (const auto step = number_behind(text, "of step ")) printed.step = *step;
  if (text == "the tests" && printed.step != 0) {
    printed.by = Printed::By::tests;
    return printed;
  }
  printed.name = text;
  const bool is_test =
      text.find('.') != std::string_view::npos && text.find(' ') == std::string_view::npos;
  return is_test ? std::optional(printed) : std::nullopt;
}

std::optional<Tag> read_cpp(std::string_view text) {
  if (text == "compiled") return Compiled{};
  if (text == "refused") return Refused{};
  if (take(text, "refused:")) return Refused{std::string(text)};
  if (take(text, "try in ")) {
    auto [file, part] = file_and_part(text);
    return Try{std::move(file), std::move(part)};
  }
  return std::nullopt;
}

std::optional<Tag> read_words(std::string_view language, std::string_view words) {
  if (take(words, "from ")) {
    const auto [file, parts] = file_and_part(words);
    return From{file, parts.empty() ? std::vector<std::string>{} : split(parts, ',')};
  }
  if (take(words, "lines from ")) return Lines{std::string(words)};
  if (language == "cpp") return read_cpp(words);
  if (language == "text") {
    if (words == "sketch") return Sketch{};
    return take(words, "printed by ") ? std::optional<Tag>(read_printed(words)) : std::nullopt;
  }
  if (language == "sh" && words.empty()) return Shell{};
  if (language == "mermaid" && words.empty()) return Mermaid{};
  if (!language.empty() && words == "for comparison") return ForComparison{};
  return std::nullopt;
}

}  // namespace

std::expected<Tag, std::string> read_tag(std::string_view info) {
  info = trimmed(info);
  const std::size_t end = info.find(' ');
  const std::string_view language = info.substr(0, end);
  const std::string_view words =
      end == std::string_view::npos ? std::string_view() : trimmed(info.substr(end));
  if (auto tag = read_words(language, words)) return *std::move(tag);
  return std::unexpected(choices(language));
}

}  // namespace lessons
