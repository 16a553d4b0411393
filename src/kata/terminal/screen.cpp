#include "kata/terminal/screen.h"

#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>
#include <unistd.h>

#include "kata/base/text.h"

namespace kata {
namespace {

bool wants_colour() {
  const char* no_colour = std::getenv("NO_COLOR");
  return no_colour == nullptr || *no_colour == '\0';
}

/// Whether standard output goes where a line can be painted and taken back.
bool is_terminal() {
  const char* kind = std::getenv("TERM");
  return isatty(STDOUT_FILENO) == 1 && kind != nullptr && std::string_view(kind) != "dumb";
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

Screen::Screen() : terminal_(is_terminal()), colour_(terminal_ && wants_colour()) {}

std::string Screen::paint(Paint paint, std::string_view text) const {
  if (!colour_ || paint == Paint::plain) return std::string(text);
  return fmt::format("{}{}\033[0m", code_of(paint), text);
}

void Screen::print(std::string_view text) {
  clear();
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void Screen::line(std::string_view text) { print(fmt::format("{}\n", text)); }

void Screen::block(std::string_view text, std::string_view margin) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  for (const std::string_view one : lines_of(text)) {
    line(one.empty() ? "" : fmt::format("{}{}", margin, one));
  }
}

void Screen::busy(std::string_view what) {
  if (!terminal_) return;
  clear();
  fmt::print("{} ...", what);
  std::fflush(stdout);
  busy_ = true;
}

void Screen::clear() {
  if (busy_) std::fputs("\r\033[K", stdout);
  busy_ = false;
}

bool Screen::good() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

std::string progress_bar(std::size_t done, std::size_t all) {
  constexpr std::size_t cells = 20;
  const std::size_t full = all == 0 ? 0 : cells * done / all;
  std::string bar;
  for (std::size_t i = 0; i < cells; ++i) bar += i < full ? "█" : "░";
  return fmt::format("{}  {} of {} steps are green", bar, done, all);
}

}  // namespace kata
