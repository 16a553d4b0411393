#include "http/server/answer.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <ctime>
#include <utility>

namespace http::detail {
namespace {

constexpr std::size_t kept_back = 4'096;  // so much is gathered before it is sent
constexpr std::string_view line_end = "\r\n";

bool same(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  });
}

bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::ranges::all_of(name, [&](unsigned char c) {
    return (c < 0x80 && std::isalnum(c) != 0) || marks.contains(static_cast<char>(c));
  });
}

/// How the body ends is for us to say.
bool is_ours(std::string_view name) {
  return same(name, "Content-Length") || same(name, "Transfer-Encoding") ||
         same(name, "Connection");
}

/// A line's end in a value would begin a field, or an answer, that nobody meant.
void append_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  std::ranges::transform(value, std::back_inserter(head),
                         [](char c) { return c == '\r' || c == '\n' || c == '\0' ? ' ' : c; });
  head += line_end;
}

std::string status_line(Status status) {
  std::string line = "HTTP/1.1 " + std::to_string(static_cast<int>(status)) + ' ';
  return line.append(reason(status)).append(line_end);
}

}  // namespace

std::string_view reason(Status status) noexcept {
  switch (static_cast<int>(status)) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 413:
      return "Content Too Large";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

std::string refusal(Status status) {
  const std::string body = std::string(reason(status)) + '\n';
  return status_line(status) + date_line() + "Content-Type: text/plain; charset=utf-8\r\n" +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

std::string date_line() {
  thread_local std::time_t written_at = -1;
  thread_local std::string line;
  if (const std::time_t now = std::time(nullptr); now != written_at) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    const std::size_t size =
        std::strftime(text.data(), text.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    line.assign(text.data(), size);
    written_at = now;
  }
  return line;
}

bool Answer::has_body() const noexcept {
  return status_ != static_cast<Status>(204) && status_ != static_cast<Status>(304);
}

void Answer::write_header(Status status) {
  if (status_) return;
  const int code = static_cast<int>(status);
  status_ = code >= 200 && code <= 599 ? status : Status::internal_server_error;
  after_the_end_ = static_cast<bool>(ctx_.err());
  head_ = status_line(*status_);
  for (const auto& [name, value] : header_) {
    if (same(name, "Connection") && same(value, "close")) to_.keeps_alive = false;
    if (is_token(name) && !is_ours(name)) append_field(head_, name, value);
  }
  if (header_.get("Date").empty()) head_ += date_line();
  if (has_body() && header_.get("Content-Type").empty()) {
    head_ += "Content-Type: text/plain; charset=utf-8\r\n";
  }
}

void Answer::write(std::string_view bytes) {
  write_header(Status::ok);
  if (broken_ || !has_body()) return;
  if (to_.head) {
    withheld_ += bytes.size();
    return;
  }
  if (kept_.size() + bytes.size() <= kept_back) {
    kept_ += bytes;
    return;
  }
  flush();
  send_piece(bytes);
}

void Answer::flush() {
  if (!status_ || broken_) return;
  if (to_.head || !has_body()) {
    if (!head_sent_) send_some("", "", false);
    return;
  }
  send_piece(std::exchange(kept_, {}));
}

void Answer::send_piece(std::string_view bytes) {
  std::string_view framing;
  if (!head_sent_) {
    chunked_ = !to_.http_1_0;
    if (chunked_) framing = "Transfer-Encoding: chunked\r\n";
    if (!chunked_) to_.keeps_alive = false;  // then the body ends with the connection
  }
  send_some(framing, bytes, false);
}

void Answer::send_some(std::string_view framing, std::string_view body, bool last) {
  if (broken_) return;
  if (!std::exchange(head_sent_, true)) {
    head_ += framing;
    if (!to_.keeps_alive) head_ += "Connection: close\r\n";
    if (to_.keeps_alive && to_.http_1_0) head_ += "Connection: keep-alive\r\n";
    head_ += line_end;
  }
  std::array<char, 20> size{};
  std::string_view size_line;
  if (chunked_ && !body.empty()) {
    char* end = std::to_chars(size.data(), size.data() + 16, body.size(), 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    size_line = {size.data(), static_cast<std::size_t>(end - size.data())};
  }
  const std::string_view after = size_line.empty() ? "" : line_end;
  const std::string_view end = chunked_ && last ? "0\r\n\r\n" : "";
  const std::array<std::string_view, 5> pieces = {head_, size_line, body, after, end};
  broken_ = !wire_.send(pieces);
  head_.clear();
}

bool Answer::forget() {
  if (head_sent_) return false;
  header_ = {};
  status_.reset();
  kept_.clear();
  withheld_ = 0;
  return true;
}

Answer::End Answer::finish() {
  if (ctx_.err() && !after_the_end_) return head_sent_ ? End::abort : End::close;
  write_header(Status::ok);
  if (!head_sent_) {
    std::string length;
    if (has_body()) {
      length = "Content-Length: " + std::to_string(kept_.size() + withheld_) + "\r\n";
    }
    send_some(length, kept_, true);
  } else if (chunked_ || !kept_.empty()) {
    send_some("", kept_, true);
  }
  kept_.clear();
  if (broken_) return End::abort;
  return to_.keeps_alive ? End::keep : End::close;
}

}  // namespace http::detail
