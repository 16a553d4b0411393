/// Asks for /hello on so many connections at once, each as soon as it has its answer, for so many
/// milliseconds, with one thread and epoll; prints how many answers came a second.
///   load PORT CONNECTIONS MILLISECONDS

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::string_view request = "GET /hello HTTP/1.1\r\nHost: kata\r\nAccept: */*\r\n\r\n";

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::exit(1);
}

void ask(int descriptor) {
  if (::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) < 0) fail("send");
}

int connect_to(int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(static_cast<std::uint16_t>(port));
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(descriptor, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0)
    fail("connect");
  const int yes = 1;
  ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  return descriptor;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int port = std::atoi(argv[1]);
  const int connections = std::atoi(argv[2]);
  const auto time = std::chrono::milliseconds(std::atoi(argv[3]));
  const int all = ::epoll_create1(0);
  for (int i = 0; i < connections; ++i) {
    const int descriptor = connect_to(port);
    epoll_event event{EPOLLIN, {.fd = descriptor}};
    ::epoll_ctl(all, EPOLL_CTL_ADD, descriptor, &event);
    ask(descriptor);
  }

  long answers = 0;
  const auto start = Clock::now();
  while (Clock::now() - start < time) {
    std::array<epoll_event, 64> ready;
    const int count = ::epoll_wait(all, ready.data(), ready.size(), 1'000);
    for (int i = 0; i < count; ++i) {
      std::array<char, 4'096> bytes;
      const int descriptor = ready[static_cast<std::size_t>(i)].data.fd;
      const ssize_t got = ::recv(descriptor, bytes.data(), bytes.size(), 0);
      if (got <= 0) fail("recv");
      // Each of the three answers in one piece; anything else would be counted wrongly.
      const std::string_view text(bytes.data(), static_cast<std::size_t>(got));
      if (!text.starts_with("HTTP/1.1 200 OK\r\n") || !text.ends_with("\r\n\r\nhello, world")) {
        std::fprintf(stderr, "not an answer: %.*s\n", static_cast<int>(got), bytes.data());
        return 1;
      }
      ++answers;
      ask(descriptor);
    }
  }
  const std::chrono::duration<double> took = Clock::now() - start;
  std::printf("%.0f\n", static_cast<double>(answers) / took.count());
}
