#include "raw_client.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  if (descriptor_ < 0) fail("socket");
  const timeval patience{20, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (receive_buffer > 0) {
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  }
  const int yes = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(port);
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&where), sizeof where) != 0) {
    const int why = errno;
    ::close(descriptor_);
    errno = why;
    fail("connect");
  }
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), received_(std::move(other.received_)) {}

bool RawClient::try_send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::send(std::string_view bytes) const {
  if (!try_send(bytes)) fail("send");
}

bool RawClient::receive_some() {
  std::array<char, 16'384> bytes;
  const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
  if (got < 0 && errno == EAGAIN) throw std::runtime_error("nothing has come for 20 s");
  if (got < 0) was_reset_ = errno == ECONNRESET;
  if (got <= 0) return false;
  received_.append(bytes.data(), static_cast<std::size_t>(got));
  return true;
}

void RawClient::await(std::size_t bytes) {
  while (received_.size() < bytes && receive_some()) {
  }
}

std::string RawClient::receive_all() {
  while (receive_some()) {
  }
  return std::exchange(received_, {});
}

std::string RawClient::receive_until_seen(std::string_view text) {
  std::string before;
  if (!receive_until(text, before)) return std::exchange(received_, {});
  return before.append(text);
}

bool RawClient::receive_until(std::string_view end, std::string& text) {
  std::size_t found = received_.find(end);
  while (found == std::string::npos && receive_some()) found = received_.find(end);
  if (found == std::string::npos) return false;
  text = received_.substr(0, found);
  received_.erase(0, found + end.size());
  return true;
}

bool RawClient::receive_exactly(std::size_t size, std::string& text) {
  await(size);
  const std::size_t there = std::min(size, received_.size());
  text += received_.substr(0, there);
  received_.erase(0, there);
  return there == size;
}

bool RawClient::receive_chunks(std::string& body) {
  std::string line;
  std::string nothing;
  while (receive_until("\r\n", line)) {
    const std::size_t size = std::stoul(line, nullptr, 16);
    if (!receive_exactly(size, body) || !receive_until("\r\n", nothing)) return false;
    if (size == 0) return true;
  }
  return false;
}

RawClient::Response RawClient::receive(bool to_head) {
  Response response;
  std::string head;
  if (!receive_until("\r\n\r\n", head)) return response;
  head += "\r\n";
  std::size_t line_end = head.find("\r\n");
  response.status = std::stoi(head.substr(head.find(' ')));
  for (std::size_t begin = line_end + 2; begin < head.size(); begin = line_end + 2) {
    line_end = head.find("\r\n", begin);
    const std::size_t colon = head.find(": ", begin);
    response.header.add(head.substr(begin, colon - begin),
                        head.substr(colon + 2, line_end - colon - 2));
  }
  if (to_head || response.status == 100 || response.status == 204 || response.status == 304) {
    response.whole = true;
  } else if (response.header.get("Transfer-Encoding") == "chunked") {
    response.whole = receive_chunks(response.body);
  } else if (const std::string size = response.header.get("Content-Length"); !size.empty()) {
    response.whole = receive_exactly(std::stoul(size), response.body);
  } else {
    response.body = receive_all();
  }
  return response;
}

void RawClient::close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void RawClient::reset() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void RawClient::stop_sending() { ::shutdown(descriptor_, SHUT_WR); }

std::string get(std::string_view target, std::string_view more) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: kata\r\n" + std::string(more) + "\r\n";
}
