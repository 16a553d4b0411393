#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace kata {

enum class Paint : std::uint8_t { plain, bold, dim, green, red };

/// What the place where we print can do.
struct Looks {
  bool terminal = false;  // it takes lines back, and isn't dumb
  bool colour = false;    // and NO_COLOR isn't set
  bool links = false;     // a file's name can be clicked on (OSC 8)
  bool plain = false;     // for those who listen: words for signs
};

/// What standard output can do, by the environment.
Looks looks_of_output();

/// Standard output. One thread.
class Screen {
 public:
  explicit Screen(const Looks& looks = looks_of_output()) : looks_(looks) {}
  ~Screen() { clear(); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  [[nodiscard]] const Looks& looks() const { return looks_; }
  [[nodiscard]] bool colour() const { return looks_.colour; }
  [[nodiscard]] bool terminal() const { return looks_.terminal; }
  [[nodiscard]] std::string paint(Paint paint, std::string_view text) const;
  /// A test's sign: ✓ or ✗, or a word for it.
  [[nodiscard]] std::string sign(bool good) const;
  /// `name` as a link to the file, where that can be followed.
  [[nodiscard]] std::string link(const std::filesystem::path& file, std::string_view name) const;

  /// The terminal's width now; 0 when there is none, and a line is as long as it is.
  [[nodiscard]] std::size_t width() const;

  /// Prints `text` as it is.
  void print(std::string_view text);
  /// Prints a line.
  void line(std::string_view text = "");
  /// Prints each line of `text` behind `margin`, broken at words where the terminal is too narrow.
  void block(std::string_view text, std::string_view margin);
  /// The same for code, whose columns mean something: no line is broken.
  void quote(std::string_view text, std::string_view margin);

  /// On a terminal: what we are busy with, until the next print.
  void busy(std::string_view what);

  /// What `tell` prints, which isn't shown.
  std::string captured(const std::function<void()>& tell);

  /// False when something that was printed got lost (a full disk).
  [[nodiscard]] bool good();

 private:
  void clear();

  Looks looks_;
  bool busy_ = false;
  std::string* captured_ = nullptr;
};

/// "████████░░░░░░░░░░░░  2 of 5 steps are green"
std::string progress_bar(const Looks& looks, std::size_t done, std::size_t all);

}  // namespace kata
