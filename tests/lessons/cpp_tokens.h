#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace lessons {

/// A word or a sign of C++ source. Comments and preprocessor lines are no tokens; a literal is one.
struct Token {
  std::string_view text;  // points into the source
  std::size_t begin = 0;
  [[nodiscard]] std::size_t end() const { return begin + text.size(); }
  [[nodiscard]] bool is_name() const;
};

/// `source` must outlive the tokens.
std::vector<Token> tokens_of(std::string_view source);

}  // namespace lessons
