#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace kata {

enum class Paint : std::uint8_t { plain, bold, dim, green, red };

/// Standard output, in colour when it is a terminal that isn't dumb and NO_COLOR isn't set. One
/// thread.
class Screen {
 public:
  Screen();
  ~Screen() { clear(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  [[nodiscard]] bool colour() const { return colour_; }
  [[nodiscard]] bool terminal() const { return terminal_; }
  [[nodiscard]] std::string paint(Paint paint, std::string_view text) const;

  /// Prints `text` as it is.
  void print(std::string_view text);
  /// Prints a line.
  void line(std::string_view text = "");
  /// Prints each line of `text` behind `margin`.
  void block(std::string_view text, std::string_view margin);

  /// On a terminal: what we are busy with, until the next print.
  void busy(std::string_view what);

  /// False when something that was printed got lost (a full disk).
  [[nodiscard]] bool good();

 private:
  void clear();

  bool terminal_;
  bool colour_;
  bool busy_ = false;
};

/// "████████░░░░░░░░░░░░  2 of 5 steps are green"
std::string progress_bar(std::size_t done, std::size_t all);

}  // namespace kata
