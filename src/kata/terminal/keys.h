#pragma once
#include <optional>

#include <termios.h>

namespace kata {

/// The keyboard, a key at a time and without an echo, while this lives; then the terminal is as it
/// was. Where standard input is no terminal there are no keys. It also notices that the terminal
/// has another size, and survives Ctrl-Z: then the terminal is put back, and taken again
/// afterwards. At most one at a time; make it before other threads.
class Keys {
 public:
  Keys();
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  /// Readable when a key was pressed; -1 when there is no keyboard (any more).
  [[nodiscard]] int keyboard() const { return keyboard_; }
  /// Readable when the terminal has changed, or we were asked to pause.
  [[nodiscard]] int changes() const { return changes_; }

  /// The key that was pressed; none when it is none that we know, or the keyboard has gone.
  std::optional<char> key();

  /// Takes in changes; pauses if that was asked for (Ctrl-Z). Afterwards all must be drawn anew.
  void take_in();

 private:
  void take() const;
  void give_back() const;

  int keyboard_;
  int changes_;
  termios before_{};
};

}  // namespace kata
