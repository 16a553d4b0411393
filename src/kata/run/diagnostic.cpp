#include "kata/run/diagnostic.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "kata/base/text.h"

namespace kata {
namespace {

constexpr std::size_t most_lines = 12;

bool contains(std::string_view line, std::string_view part) {
  return line.find(part) != std::string_view::npos;
}

/// "a/path/file.cpp:7:5: error: ..." gives the path.
std::optional<std::string_view> place_of(std::string_view line, std::string_view kind) {
  const std::size_t at = line.find(kind);
  if (at == std::string_view::npos) return std::nullopt;
  const std::size_t colon = line.find(':');
  if (colon >= at) return std::nullopt;
  const bool numbered = colon + 1 < line.size() && line[colon + 1] >= '0' && line[colon + 1] <= '9';
  return numbered ? std::optional(line.substr(0, colon)) : std::nullopt;
}

bool is_undefined(std::string_view line) {
  return contains(line, "undefined reference to ") || contains(line, "undefined symbol: ");
}

bool is_twice(std::string_view line) {
  return contains(line, "multiple definition of ") || contains(line, "duplicate symbol: ");
}

std::optional<std::string_view> error_place(std::string_view line) {
  if (is_undefined(line) || is_twice(line)) return std::nullopt;  // gold says "error:", too
  if (const auto place = place_of(line, ": error: ")) return place;
  return place_of(line, ": fatal error: ");
}

/// Where the next message begins, or the compiler is over.
bool ends_message(std::string_view line) {
  return error_place(line) || place_of(line, ": warning: ") || contains(line, ": In ") ||
         contains(line, ": At global scope:") || line.starts_with("In file included from ") ||
         line.starts_with("[") || line.starts_with("FAILED: ") || line.starts_with("ninja: ") ||
         contains(line, " generated.") || contains(line, "compilation terminated.");
}

struct Reason {
  std::string_view words;
  Diagnostic::About about;
};

/// Whether a tool speaks of a file that it was to write, or of itself. Others may use the same
/// words: an #error, a string in a quoted line, a source that can't be read.
bool is_of_tool(std::string_view line) {
  constexpr std::array marks = {"can't create ",
                                "cannot create ",
                                "cannot open output file",
                                "unable to open output file",
                                "opening dependency file",
                                "error writing",
                                "error closing",
                                "closing ",
                                "unable to rename",
                                "final link failed",
                                "failed to write",
                                "cannot write",
                                "could not create",
                                "could not open",
                                "to create temporary file",
                                "temporary file"};
  return line.starts_with("ninja: ") ||
         std::ranges::any_of(marks, [line](const char* mark) { return contains(line, mark); });
}

/// What a line says about the machine, if it speaks of that.
std::optional<Diagnostic::About> environment_in(std::string_view line) {
  using enum Diagnostic::About;
  constexpr std::array<Reason, 6> reasons = {{{"No space left on device", full_disk},
                                              {"Disk quota exceeded", full_disk},
                                              {"File too large", full_disk},
                                              {"Read-only file system", read_only_tree},
                                              {"Permission denied", read_only_tree},
                                              {"perhaps system time is not set", clock}}};
  const bool quoted = contains(line, " | ");  // a line of the source
  std::string_view end = line;
  while (end.ends_with('\'') || end.ends_with('"')) end.remove_suffix(1);
  for (const auto& [words, about] : reasons) {
    if (!quoted && end.ends_with(words) && is_of_tool(line)) return about;
  }
  if (line.starts_with("Step ") &&
      contains(line, " is left out: this machine lacks the package ")) {
    return missing_package;  // tests/needs.cmake
  }
  const bool broken = line.starts_with("ninja: fatal: ") || line.starts_with("CMake Error");
  return broken ? std::optional(broken_build) : std::nullopt;
}

/// "/usr/bin/ld: x.o: in f: undefined reference to `server(Store&)'" gives "server(Store&)".
std::string symbol_in(std::string_view line) {
  for (const std::string_view words : {"undefined reference to ", "undefined symbol: ",
                                       "multiple definition of ", "duplicate symbol: "}) {
    const std::size_t at = line.find(words);
    if (at == std::string_view::npos) continue;
    std::string_view symbol = trimmed(line.substr(at + words.size()));
    if (symbol.starts_with('`') || symbol.starts_with('\'')) {
      symbol.remove_prefix(1);
      symbol = symbol.substr(0, symbol.find('\''));
    } else if (const std::size_t last = symbol.rfind(".o: "); last != std::string_view::npos) {
      symbol.remove_prefix(last + 4);  // mold names the files first
    }
    return std::string(symbol);
  }
  return "";
}

class Reader {
 public:
  Reader(std::string_view output, const std::filesystem::path& root)
      : lines_(lines_of(output)), root_(root.string() + "/") {}

  [[nodiscard]] Diagnostic read(const std::filesystem::path& answer) const {
    const auto is_of_environment = [](std::string_view line) {
      return environment_in(line).has_value();
    };
    if (const auto at = first(is_of_environment)) {
      return {*environment_in(lines_[*at]), text_from(*at), 0};
    }
    const auto is_error = [](std::string_view line) { return error_place(line).has_value(); };
    const auto in_answer = [&](std::string_view line) {
      const auto place = error_place(line);
      return place && without(*place, root_) == answer.string();
    };
    if (const auto at = first(in_answer)) {
      return {Diagnostic::About::answer, text_from(*at), count(is_error) - 1};
    }
    if (const auto at = first(is_error)) {
      return {Diagnostic::About::other_file, text_from(*at) + mention_of(answer),
              count(is_error) - 1};
    }
    if (const auto at = first(is_undefined)) return of_linker(*at, Diagnostic::About::undefined);
    if (const auto at = first(is_twice)) return of_linker(*at, Diagnostic::About::twice);
    return {Diagnostic::About::broken_build, last_lines(), 0};
  }

  [[nodiscard]] std::optional<Warning> warning(const std::filesystem::path& answer) const {
    const auto is_warning = [&](std::string_view line) {
      const auto place = place_of(line, ": warning: ");
      return place && without(*place, root_) == answer.string();
    };
    const auto at = first(is_warning);
    if (!at) return std::nullopt;
    return Warning{text_from(*at), count(is_warning) - 1};
  }

 private:
  [[nodiscard]] Diagnostic of_linker(std::size_t at, Diagnostic::About about) const {
    const auto is_one = about == Diagnostic::About::twice ? is_twice : is_undefined;
    std::string text = without(lines_[at], root_) + "\n";
    for (std::size_t i = at + 1; i < lines_.size() && lines_[i].starts_with(">>> "); ++i) {
      text += without(lines_[i], root_) + "\n";  // lld says where
    }
    return {about, text, count(is_one) - 1, symbol_in(lines_[at])};
  }

  template <class Test>
  [[nodiscard]] std::optional<std::size_t> first(Test test) const {
    const auto found = std::ranges::find_if(lines_, test);
    if (found == lines_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - lines_.begin());
  }

  template <class Test>
  [[nodiscard]] int count(Test test) const {
    return static_cast<int>(std::ranges::count_if(lines_, test));
  }

  [[nodiscard]] std::string text_from(std::size_t at) const {
    std::string text = without(lines_[at], root_) + "\n";
    for (std::size_t i = at + 1; i < lines_.size() && i < at + most_lines; ++i) {
      if (ends_message(lines_[i])) break;
      text += without(lines_[i], root_) + "\n";
    }
    return text;
  }

  /// An error in a header is seldom the header's fault: where the learner's file led there.
  [[nodiscard]] std::string mention_of(const std::filesystem::path& answer) const {
    const auto at = first([&](std::string_view line) {
      return contains(without(line, root_), answer.string() + ":") &&
             !line.starts_with("FAILED: ") && !contains(line, " -o ");
    });
    return at ? without(lines_[*at], root_) + "\n" : "";
  }

  [[nodiscard]] std::string last_lines() const {
    std::string text;
    const std::size_t from = lines_.size() > most_lines ? lines_.size() - most_lines : 0;
    for (std::size_t i = from; i < lines_.size(); ++i) text += without(lines_[i], root_) + "\n";
    return text;
  }

  std::vector<std::string_view> lines_;
  std::string root_;
};

}  // namespace

Diagnostic first_diagnostic(std::string_view output, const std::filesystem::path& root,
                            const std::filesystem::path& answer) {
  return Reader(output, root).read(answer);
}

std::optional<Warning> first_warning(std::string_view output, const std::filesystem::path& root,
                                     const std::filesystem::path& answer) {
  return Reader(output, root).warning(answer);
}

bool names(std::string_view source, std::string_view symbol) {
  const auto is_letter = [](char c) {
    return c == '_' || std::isalnum(static_cast<unsigned char>(c));
  };
  std::string_view name = symbol.substr(0, symbol.find('('));
  name.remove_prefix(std::min(name.rfind(':') + 1, name.size()));
  if (name.empty() || name.size() == symbol.size()) return false;
  for (std::size_t at = 0; (at = source.find(name, at)) != std::string_view::npos; ++at) {
    const std::size_t end = at + name.size();
    const bool whole = at == 0 || !is_letter(source[at - 1]);
    if (whole && trimmed(source.substr(end)).starts_with('(')) return true;
  }
  return false;
}

}  // namespace kata
