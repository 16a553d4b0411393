#include "kata/terminal/screen.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kata/base/text.h"
#include "kata/terminal/words.h"

namespace kata {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// Of the terminals that take links, most say who they are. FORCE_HYPERLINK has the last word.
bool takes_links() {
  if (const std::string_view wish = variable("FORCE_HYPERLINK"); !wish.empty()) return wish != "0";
  for (const char* name : {"KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "WEZTERM_PANE"}) {
    if (!variable(name).empty()) return true;
  }
  const std::string_view vte = variable("VTE_VERSION");
  if (vte.size() >= 4 && vte >= "5000") return true;
  const std::string_view program = variable("TERM_PROGRAM");
  const std::string_view kind = variable("TERM");
  return program == "iTerm.app" || program == "vscode" || program == "ghostty" ||
         kind.starts_with("foot") || kind.starts_with("alacritty");
}

std::string_view code_of(Paint paint) {
  switch (paint) {
    case Paint::plain:
      return "";
    case Paint::bold:
      return "\033[1m";
    case Paint::dim:
      return "\033[2m";
    case Paint::green:
      return "\033[32m";
    case Paint::red:
      return "\033[31m";
  }
  return "";
}

}  // namespace

Looks looks_of_output() {
  const std::string_view kind = variable("TERM");
  Looks looks;
  looks.terminal = isatty(STDOUT_FILENO) == 1 && !kind.empty() && kind != "dumb";
  looks.colour = looks.terminal && variable("NO_COLOR").empty();
  looks.links = looks.terminal && takes_links();
  return looks;
}

std::string Screen::paint(Paint paint, std::string_view text) const {
  if (!looks_.colour || paint == Paint::plain) return std::string(text);
  return fmt::format("{}{}\033[0m", code_of(paint), text);
}

std::string Screen::sign(bool good) const {
  if (looks_.plain) return good ? "passed:" : "failed:";
  return paint(good ? Paint::green : Paint::red, good ? "✓" : "✗");
}

std::string Screen::link(const std::filesystem::path& file, std::string_view name) const {
  if (!looks_.links) return std::string(name);
  std::string target;
  for (const char c : file.string()) {
    const bool safe = c == '/' || c == '.' || c == '-' || c == '_' ||
                      std::isalnum(static_cast<unsigned char>(c)) != 0;
    target += safe ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return fmt::format("\033]8;;file://{}\033\\{}\033]8;;\033\\", target, name);
}

std::size_t Screen::width() const {
  winsize size{};
  if (!looks_.terminal || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col;
}

void Screen::print(std::string_view text) {
  if (captured_ != nullptr) {
    *captured_ += text;
    return;
  }
  clear();
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void Screen::line(std::string_view text) { print(fmt::format("{}\n", text)); }

void Screen::block(std::string_view text, std::string_view margin) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  const std::size_t room = width();
  for (const std::string_view one : lines_of(text)) {
    for (const std::string& part : wrapped(fmt::format("{}{}", margin, one), room)) {
      line(trimmed(part).empty() ? "" : part);
    }
  }
}

void Screen::quote(std::string_view text, std::string_view margin) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  for (const std::string_view one : lines_of(text)) {
    line(one.empty() ? "" : fmt::format("{}{}", margin, one));
  }
}

std::string Screen::captured(const std::function<void()>& tell) {
  std::string text;
  std::string* const before = std::exchange(captured_, &text);
  tell();
  captured_ = before;
  return text;
}

void Screen::busy(std::string_view what) {
  if (!looks_.terminal || captured_ != nullptr) return;
  clear();
  const std::string text = fmt::format("{} ...", what);
  const std::size_t room = width();  // what goes on in the next line couldn't be taken back
  fmt::print("{}", room > 1 ? padded(text, std::min(columns(text), room - 1)) : text);
  std::fflush(stdout);
  busy_ = true;
}

void Screen::clear() {
  if (busy_) std::fputs("\r\033[K", stdout);
  busy_ = false;
}

bool Screen::good() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

std::string progress_bar(const Looks& looks, std::size_t done, std::size_t all) {
  constexpr std::size_t cells = 20;
  const std::size_t full = all == 0 ? 0 : cells * done / all;
  std::string bar;
  for (std::size_t i = 0; i < cells && !looks.plain; ++i) bar += i < full ? "█" : "░";
  return fmt::format("{}{}{} of {} steps are green", bar, bar.empty() ? "" : "  ", done, all);
}

}  // namespace kata
