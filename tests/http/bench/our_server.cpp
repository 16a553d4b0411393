/// Our server with the handler of the benchmark.

#include <csignal>
#include <cstdio>

#include "http/server.h"

int main() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const http::Server server(
      context::background(),
      [](http::ResponseWriter& response, const http::Request&) { response.write("hello, world"); },
      {.handlers = 2});
  std::printf("%d\n", server.port());
  std::fflush(stdout);
  int number = 0;
  sigwait(&signals, &number);
}
