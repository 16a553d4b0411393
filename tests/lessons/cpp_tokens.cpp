#include "lessons/cpp_tokens.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace lessons {
namespace {

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Reads source from the front to the back.
class Reader {
 public:
  explicit Reader(std::string_view source) : source_(source) {}

  std::vector<Token> tokens() {
    while (at_ < source_.size()) next();
    return std::move(tokens_);
  }

 private:
  [[nodiscard]] bool sees(std::string_view text) const {
    return source_.substr(at_).starts_with(text);
  }

  /// The end of what ends with `mark`, searched from `from`.
  [[nodiscard]] std::size_t behind(std::string_view mark, std::size_t from) const {
    const std::size_t found = source_.find(mark, from);
    return found == std::string_view::npos ? source_.size() : found + mark.size();
  }

  void next() {
    const char c = source_[at_];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at_;
    } else if (sees("//")) {
      at_ = std::min(source_.find('\n', at_), source_.size());
    } else if (sees("/*")) {
      at_ = behind("*/", at_ + 2);
    } else if (c == '#' && begins_line()) {
      skip_directive();
    } else if (sees("R\"")) {
      const std::size_t open = source_.find('(', at_);
      const std::string mark = ")" + std::string(source_.substr(at_ + 2, open - at_ - 2)) + "\"";
      take(behind(mark, open));
    } else if (c == '"' || c == '\'') {
      take(behind_quotation(c));
    } else if (in_word(c)) {
      std::size_t end = at_;
      // A digit separator belongs to its number.
      while (end < source_.size() && (in_word(source_[end]) || is_separator(end))) ++end;
      take(end);
    } else {
      take(at_ + (sees("::") ? 2 : 1));
    }
  }

  [[nodiscard]] bool is_separator(std::size_t at) const {
    return source_[at] == '\'' && std::isdigit(static_cast<unsigned char>(source_[at_])) != 0 &&
           at + 1 < source_.size() && in_word(source_[at + 1]);
  }

  [[nodiscard]] bool begins_line() const {
    const std::size_t before = source_.find_last_not_of(" \t", at_ == 0 ? 0 : at_ - 1);
    return at_ == 0 || before == std::string_view::npos || source_[before] == '\n';
  }

  void skip_directive() {
    while (at_ < source_.size() && source_[at_] != '\n') at_ += sees("\\\n") ? 2 : 1;
  }

  [[nodiscard]] std::size_t behind_quotation(char mark) const {
    std::size_t end = at_ + 1;
    while (end < source_.size() && source_[end] != mark) end += source_[end] == '\\' ? 2 : 1;
    return std::min(end + 1, source_.size());
  }

  void take(std::size_t end) {
    tokens_.push_back({source_.substr(at_, end - at_), at_});
    at_ = end;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

bool Token::is_name() const {
  return !text.empty() && in_word(text.front()) &&
         std::isdigit(static_cast<unsigned char>(text.front())) == 0;
}

std::vector<Token> tokens_of(std::string_view source) { return Reader(source).tokens(); }

}  // namespace lessons
