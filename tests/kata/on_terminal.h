#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>
#include <termios.h>

#include "tiny_kata.h"

/// ./kata on a pseudo-terminal of its own, with somebody at the keyboard.
class OnTerminal {
 public:
  struct Size {
    unsigned short rows = 50;
    unsigned short columns = 100;
  };

  OnTerminal(const TinyKata& tiny, const std::vector<std::string>& arguments,
             const std::vector<std::string>& variables = {}, Size size = {50, 100});
  /// Kills it if it still runs.
  ~OnTerminal();
  OnTerminal(const OnTerminal&) = delete;
  OnTerminal& operator=(const OnTerminal&) = delete;

  /// Waits until the screen shows `text`; false when it doesn't within a minute, or has ended.
  [[nodiscard]] bool shows(std::string_view text);
  /// Forgets what the screen showed so far.
  void look_away();
  /// Takes in what is there by now.
  void glance();
  /// What was printed since the screen was last drawn anew.
  [[nodiscard]] const std::string& screen() const { return screen_; }
  /// All that was ever printed.
  [[nodiscard]] const std::string& all() const { return all_; }

  void press(std::string_view keys) const;
  void resize(Size size) const;
  void signal(int number) const;
  void hang_up();
  /// Waits until it is stopped, as by Ctrl-Z.
  [[nodiscard]] bool is_stopped();
  /// Waits for its end: the exit status, or 1000 + the signal.
  int ends();

  /// Whether the terminal has its usual manners: lines and an echo.
  [[nodiscard]] bool is_tame() const;
  [[nodiscard]] pid_t process() const { return process_; }

 private:
  bool read_some(std::chrono::milliseconds patience);
  /// Waits for a change of its state, as waitpid() has it; -1 when none comes within a minute.
  pid_t until(int options, int& status);

  int master_ = -1;
  pid_t process_ = -1;
  std::string screen_;
  std::string all_;
};
