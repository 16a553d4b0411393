/// ./kata serve: the finished server. The runner builds this and becomes it.
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

#include <fmt/core.h>
#include <pthread.h>

#include "context/context.h"
#include "http/server.h"
#include "serve/journal.h"
#include "serve/site.h"

namespace {

enum Status : std::uint8_t { all_well = 0, cut_off = 1, trouble = 2 };

constexpr std::uint16_t usual_port = 8080;
constexpr auto patience = std::chrono::seconds(5);

int stop(const std::string& why, const std::string& next) {
  std::fprintf(stderr, "%s\nNext: %s\n", why.c_str(), next.c_str());
  return trouble;
}

/// The port in "--port N" or "--port=N"; 0 is any. None: that can't be read.
std::optional<std::uint16_t> port_of(int argc, char** argv) {
  std::string_view text;
  if (argc == 1) return usual_port;
  const std::string_view word = argv[1];
  if (argc == 2 && word.starts_with("--port=")) text = word.substr(7);
  if (argc == 3 && word == "--port") text = argv[2];
  std::uint16_t port = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || wrong != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

int cannot_listen(std::uint16_t port, const std::error_code& why) {
  const int other = port < 1'024 || port == 65'535 ? usual_port + 1 : port + 1;
  const std::string next = fmt::format("./kata serve --port {}", other);
  if (why == std::errc::address_in_use) return stop(fmt::format("Port {} is taken.", port), next);
  if (why == std::errc::permission_denied) {
    return stop(fmt::format("Port {} is for the system; you may not listen there.", port), next);
  }
  return stop(fmt::format("Nobody can listen on port {}: {}.", port, why.message()), next);
}

/// The signals that end us are waited for, by one thread; all others are started after this.
sigset_t wait_for_these_signals() {
  std::signal(SIGPIPE, SIG_IGN);  // a closed terminal is told by SIGHUP
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

/// Lets what runs come to its end, unless another signal says that there is no time for that.
std::error_code shut_down(http::Server& server, const sigset_t& signals, serve::Journal& journal) {
  const auto limit = context::with_timeout(context::background(), patience);
  std::jthread hurry([&](const std::stop_token& over) {
    int number = 0;
    sigwait(&signals, &number);
    if (over.stop_requested()) return;
    journal.say("Stopping at once.");
    limit.cancel();
  });
  const std::error_code result = server.shutdown(limit.ctx);
  hurry.request_stop();
  pthread_kill(hurry.native_handle(), SIGTERM);
  return result;
}

int run(std::uint16_t port) {
  const sigset_t signals = wait_for_these_signals();
  serve::Journal journal([](std::string_view line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fflush(stdout);
  });
  const auto closing = context::with_cancel(context::background());
  std::optional<http::Server> server;
  try {
    server.emplace(context::background(), serve::site(journal, closing.ctx),
                   http::ServerOptions{.port = port, .handlers = 64});
  } catch (const std::system_error& error) {
    return cannot_listen(port, error.code());
  }
  const std::string here = fmt::format("http://127.0.0.1:{}", server->port());
  journal.say(
      fmt::format("Serving on {0}/ /first /rows /trace /ui. Ctrl-C ends.\n"
                  "Try: curl {0}/ and press Ctrl-C in curl; or open {0}/ui",
                  here));

  int number = 0;
  sigwait(&signals, &number);
  closing.cancel();
  journal.say("Ending: what runs has 5 seconds; another Ctrl-C stops it at once.");
  const std::error_code result = shut_down(*server, signals, journal);
  server.reset();
  const serve::Journal::Sum sum = journal.sum();
  journal.say(fmt::format("{} requests, {} of them stopped; {} bytes written after a cancellation.",
                          sum.requests, sum.stopped, sum.late_bytes));
  return result ? cut_off : all_well;
}

}  // namespace

int main(int argc, char** argv) {
  const auto port = port_of(argc, argv);
  if (!port) return stop("serve takes --port N, from 0 (any) to 65535.", "./kata serve");
  try {
    return run(*port);
  } catch (const std::exception& error) {
    return stop(fmt::format("serve: {}", error.what()), "./kata serve");
  }
}
