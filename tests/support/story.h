#pragma once
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace stage {

/// What happened in one walk, told in the order in which it happened. Thread-safe.
class Story {
 public:
  /// Adds a line: who did what. `remark` is set apart at the end of the line.
  void tell(std::string_view who, std::string_view what, std::string_view remark = "");

  /// Adds a line without being a point at which a thread could be held.
  void note(std::string_view who, std::string_view what, std::string_view remark = "");

  /// The same as tell() for what several do at the same time: lines that say the same of each are
  /// put in the order of their names, so that a story reads the same whichever thread was faster.
  void tell_of_many(std::string_view who, std::string_view what);

  struct Line {
    std::string who;
    std::string what;
    std::string remark;
  };

  [[nodiscard]] std::vector<Line> lines() const;
  /// text_of() them.
  [[nodiscard]] std::string text() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

/// One numbered line each; of a very long story, the beginning and the end.
[[nodiscard]] std::string text_of(const std::vector<Story::Line>& lines);

}  // namespace stage
