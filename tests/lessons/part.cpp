#include "lessons/part.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "lessons/cpp_tokens.h"
#include "lessons/text.h"

namespace lessons {
namespace {

std::size_t line_begin(std::string_view source, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : source.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

std::size_t line_end(std::string_view source, std::size_t at) {
  const std::size_t end = source.find('\n', at);
  return end == std::string_view::npos ? source.size() : end + 1;
}

/// The whole lines from `first` to `last`, and the comment lines directly above.
Part whole_lines(std::string_view source, std::string name, std::size_t first, std::size_t last,
                 std::string_view comment_mark) {
  Part part{.name = std::move(name)};
  part.begin = line_begin(source, first);
  part.end = line_end(source, last);
  part.comment = part.begin;
  while (part.comment > 0) {
    const std::size_t above = line_begin(source, part.comment - 1);
    const std::string_view line = trimmed(source.substr(above, part.comment - above));
    if (!line.starts_with(comment_mark)) break;
    part.comment = above;
  }
  return part;
}

int line_number(std::string_view source, std::size_t at) {
  return 1 +
         static_cast<int>(std::count(source.begin(), source.begin() + static_cast<long>(at), '\n'));
}

/// Reads C++ declaration by declaration. It needs no full grammar: a declaration ends at its `;`
/// or behind its body, and is called by the name that stands before `(`, `{`, `=` or `;`.
class Declarations {
 public:
  explicit Declarations(std::string_view source) : source_(source), tokens_(tokens_of(source)) {}

  std::vector<Part> all() {
    read_scope(0, tokens_.size(), "");
    std::ranges::sort(parts_, {}, &Part::begin);
    return std::move(parts_);
  }

 private:
  [[nodiscard]] std::string_view text(std::size_t i) const {
    return i < tokens_.size() ? tokens_[i].text : std::string_view();
  }

  /// The index behind the bracket that closes the one at `open`.
  [[nodiscard]] std::size_t behind_bracket(std::size_t open, std::size_t end) const {
    int depth = 0;
    for (std::size_t i = open; i < end; ++i) {
      const std::string_view sign = text(i);
      if (sign == "(" || sign == "{" || sign == "[") ++depth;
      if (sign == ")" || sign == "}" || sign == "]") --depth;
      if (depth == 0) return i + 1;
    }
    return end;
  }

  void read_scope(std::size_t begin, std::size_t end, const std::string& scope) {
    for (std::size_t i = begin; i < end;) {
      const bool is_access = text(i) == "public" || text(i) == "protected" || text(i) == "private";
      if (is_access && text(i + 1) == ":") {
        i += 2;
      } else if (text(text(i) == "inline" ? i + 1 : i) == "namespace") {
        i = read_namespace(i, end, scope);
      } else if (text(i) == ";" || text(i) == "}") {
        ++i;
      } else {
        i = read_declaration(i, end, scope);
      }
    }
  }

  std::size_t read_namespace(std::size_t i, std::size_t end, const std::string& scope) {
    std::string name;
    while (i < end && text(i) != "{" && text(i) != ";" && text(i) != "=") {
      if (text(i) != "namespace" && text(i) != "inline") name += text(i);
      ++i;
    }
    if (text(i) != "{") return i + 1;
    const std::size_t close = behind_bracket(i, end);
    read_scope(i + 1, close - 1, name.empty() ? scope : scope + name + "::");
    return close;
  }

  /// The end of the declaration that begins at `begin`; `body` is its first brace, or `end`.
  std::size_t declaration_end(std::size_t begin, std::size_t end, std::size_t& body) const {
    std::size_t i = begin;
    while (i < end) {
      const std::string_view sign = text(i);
      if (sign == ";") return i + 1;
      if (sign == "(" || sign == "[") {
        i = behind_bracket(i, end);
        continue;
      }
      if (sign != "{") {
        ++i;
        continue;
      }
      if (body == end) body = i;
      i = behind_bracket(i, end);
      if (text(i) == ";") return i + 1;
      // `a_{a}, b_{b} {` goes on after a brace, and so does `[] {...}()`.
      if (text(i) != "," && text(i) != "{" && text(i) != "(") return i;
    }
    return end;
  }

  std::size_t read_declaration(std::size_t begin, std::size_t end, const std::string& scope) {
    std::size_t body = end;
    const std::size_t after = declaration_end(begin, end, body);
    std::size_t key = begin;
    if (text(key) == "template") key = behind_angles(key + 1, after);
    const bool is_class = text(key) == "class" || text(key) == "struct" || text(key) == "enum" ||
                          text(key) == "union";
    const std::string name = is_class ? class_name(key, after) : name_of(key, after);
    if (name.empty()) return after;

    const bool is_test = name.find('.') != std::string::npos;
    parts_.push_back(whole_lines(source_, is_test ? name : scope + name, tokens_[begin].begin,
                                 tokens_[after - 1].begin, "//"));
    if (is_class && text(key) != "enum" && body != end) {
      read_scope(body + 1, behind_bracket(body, end) - 1, scope + name + "::");
    }
    return after;
  }

  [[nodiscard]] std::size_t behind_angles(std::size_t i, std::size_t end) const {
    int depth = 0;
    for (; i < end; ++i) {
      if (text(i) == "<") ++depth;
      if (text(i) == ">" && --depth == 0) return i + 1;
    }
    return end;
  }

  [[nodiscard]] std::string class_name(std::size_t key, std::size_t end) const {
    std::size_t i = key + 1;
    while (i < end && (text(i) == "class" || text(i) == "struct" || text(i) == "[")) {
      i = text(i) == "[" ? behind_bracket(i, end) : i + 1;
    }
    return i < end && tokens_[i].is_name() ? std::string(text(i)) : "";
  }

  [[nodiscard]] std::string name_of(std::size_t begin, std::size_t end) const {
    const std::string_view first = text(begin);
    if (text(begin + 1) == "(" && (first == "TEST" || first == "TEST_F" || first == "TEST_P")) {
      return fmt::format("{}.{}", text(begin + 2), text(begin + 4));
    }
    if (first == "MOCK_METHOD") return mocked_name(begin, end);
    for (std::size_t i = begin + 1; i < end; ++i) {
      const std::string_view sign = text(i);
      const bool ends_name =
          sign == "(" || sign == "{" || sign == "=" || sign == ";" || sign == "[";
      if (ends_name && tokens_[i - 1].is_name()) return qualified(i - 1, begin);
      if (sign == "<") i = behind_angles(i, end) - 1;
    }
    return "";
  }

  /// The second argument of MOCK_METHOD.
  [[nodiscard]] std::string mocked_name(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin + 2; i + 1 < end; ++i) {
      if (text(i) == "(") i = behind_bracket(i, end);
      if (text(i) == ",") return std::string(text(i + 1));
    }
    return "";
  }

  [[nodiscard]] std::string qualified(std::size_t last, std::size_t begin) const {
    std::string name(text(last));
    if (last > begin && text(last - 1) == "~") return "~" + name;
    while (last >= begin + 2 && text(last - 1) == "::" && tokens_[last - 2].is_name()) {
      last -= 2;
      name = std::string(text(last)) + "::" + name;
    }
    return name;
  }

  std::string_view source_;
  std::vector<Token> tokens_;
  std::vector<Part> parts_;
};

/// A constructor is called with its class: a class's name alone means the class.
bool is_constructor(std::string_view full) {
  const std::size_t last = full.rfind("::");
  if (last == std::string_view::npos) return false;
  const std::string_view scope = full.substr(0, last);
  const std::string_view name = full.substr(last + 2);
  return scope == name || scope.ends_with("::" + std::string(name));
}

bool is_called(std::string_view full, std::string_view name) {
  if (name.find("::") == std::string_view::npos && is_constructor(full)) return false;
  return full == name || full.ends_with("::" + std::string(name));
}

}  // namespace

std::vector<Part> parts_of_cpp(std::string_view source) { return Declarations(source).all(); }

std::vector<Part> parts_of_cmake(std::string_view source) {
  std::vector<Part> parts;
  std::size_t at = 0;
  for (const std::string& line : lines_of(source)) {
    for (const std::string_view key : {"function(", "macro("}) {
      if (!line.starts_with(key)) continue;
      const std::string_view rest = std::string_view(line).substr(key.size());
      const std::size_t last = source.find("\nend" + std::string(key), at);
      parts.push_back(whole_lines(source, std::string(rest.substr(0, rest.find_first_of(" )"))), at,
                                  last == std::string_view::npos ? at : last + 1, "#"));
    }
    at += line.size() + 1;
  }
  return parts;
}

std::expected<Part, std::string> find_part(const std::string& file, std::string_view source,
                                           std::string_view name) {
  const bool is_cmake = file.ends_with(".cmake") || file.ends_with("CMakeLists.txt");
  if (!is_cmake && !file.ends_with(".cpp") && !file.ends_with(".h")) {
    return std::unexpected(file + " is quoted as a whole: parts are known of C++ and CMake only");
  }
  const std::vector<Part> parts = is_cmake ? parts_of_cmake(source) : parts_of_cpp(source);
  std::vector<const Part*> found;
  std::vector<std::string> names;
  for (const Part& part : parts) {
    if (is_called(part.name, name)) found.push_back(&part);
    names.push_back(part.name);
  }
  if (found.empty()) {
    return std::unexpected(
        fmt::format("{} has no part {}; it has {}", file, name, fmt::join(names, ", ")));
  }
  if (found.size() > 1) {
    return std::unexpected(fmt::format(
        "{} has {} twice, in line {} as {} and in line {} as {}: say which, by its scope", file,
        name, line_number(source, found[0]->begin), found[0]->name,
        line_number(source, found[1]->begin), found[1]->name));
  }
  return *found.front();
}

}  // namespace lessons
