#include "lessons/words.h"

#include <utility>

namespace lessons {
namespace {

class Script {
 public:
  explicit Script(std::string_view text) : text_(text) {}

  std::vector<std::vector<std::string>> commands() {
    while (at_ < text_.size()) next();
    end_command();
    return std::move(commands_);
  }

 private:
  void next() {
    const char c = text_[at_++];
    if (c == '\\' && at_ < text_.size()) {
      if (text_[at_] != '\n') add(text_[at_]);
      ++at_;
    } else if (c == '\'' || c == '"') {
      quotation(c);
    } else if (c == '#' && !in_word_) {
      while (at_ < text_.size() && text_[at_] != '\n') ++at_;
    } else if (c == '\n' || c == ';' || c == '|' || c == '&') {
      end_command();
    } else if (c == ' ' || c == '\t') {
      end_word();
    } else {
      add(c);
    }
  }

  void quotation(char mark) {
    in_word_ = true;
    while (at_ < text_.size() && text_[at_] != mark) {
      if (mark == '"' && text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      add(text_[at_++]);
    }
    ++at_;
  }

  void add(char c) {
    in_word_ = true;
    word_ += c;
  }

  void end_word() {
    if (in_word_) words_.push_back(std::exchange(word_, {}));
    in_word_ = false;
  }

  void end_command() {
    end_word();
    if (!words_.empty()) commands_.push_back(std::exchange(words_, {}));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool in_word_ = false;
  std::string word_;
  std::vector<std::string> words_;
  std::vector<std::vector<std::string>> commands_;
};

}  // namespace

std::vector<std::vector<std::string>> commands_of(std::string_view script) {
  return Script(script).commands();
}

}  // namespace lessons
