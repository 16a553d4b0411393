/// How soon after a client has hung up its handler is told, and its store has stopped; and what is
/// left behind. Of so many requests every third hangs up while the store works for it.
///   hang_up REQUESTS

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "../raw_client.h"
#include "http/server.h"

namespace {

using context::Clock;
using std::chrono::microseconds;
constexpr std::size_t clients = 16;
constexpr auto store_time = std::chrono::milliseconds(2);

struct Visit {
  std::atomic<bool> begun = false;
  std::atomic<Clock::time_point> hung_up{};
  std::atomic<Clock::time_point> told{};
  std::atomic<Clock::time_point> stopped{};
  std::atomic<std::size_t> late_bytes = 0;
};

std::size_t count_of(const char* folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++count;
  return count;
}

void handle(std::vector<Visit>& visits, http::ResponseWriter& response,
            const http::Request& request) {
  const std::size_t number = std::stoul(request.target.substr(1));
  Visit& visit = visits[number];
  const auto& ctx = request.context();
  const auto told = context::after_func(ctx, [&] { visit.told = Clock::now(); });
  const bool leaves = number % 3 == 0;
  visit.begun = true;
  visit.begun.notify_one();
  context::sleep_for(ctx, leaves ? std::chrono::hours(1) : store_time);
  visit.stopped = Clock::now();
  if (ctx.err()) return;
  response.write("done");
  if (leaves) visit.late_bytes += 4;
}

void ask_all(std::uint16_t port, std::vector<Visit>& visits, std::size_t from) {
  for (std::size_t number = from; number < visits.size(); number += clients) {
    RawClient client(port);
    client.send(get("/" + std::to_string(number)));
    if (number % 3 != 0) {
      if (client.receive().body != "done") std::abort();
      continue;
    }
    visits[number].begun.wait(false);
    visits[number].hung_up = Clock::now();
    client.close();
  }
}

void print(const char* what, std::vector<long> times) {
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
  };
  std::printf("  %-14s p50 %5ld us, p99 %5ld us, most %5ld us\n", what, at(0.5), at(0.99), at(1));
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Visit> visits(argc > 1 ? std::stoul(argv[1]) : 1'000);
  context::sleep_for(context::background(), microseconds(1));  // the library's timer thread starts
  static_cast<void>(context::with_timeout(context::background(), std::chrono::hours(1)));
  const std::size_t threads = count_of("/proc/self/task");
  const std::size_t descriptors = count_of("/proc/self/fd");
  {
    http::Server server(
        context::background(),
        [&](auto& response, const auto& request) { handle(visits, response, request); },
        {.handlers = 2 * clients});
    std::vector<std::jthread> all;
    for (std::size_t i = 0; i < clients; ++i) {
      all.emplace_back([&, i] { ask_all(server.port(), visits, i); });
    }
    all.clear();
    server.shutdown(context::background());
  }

  std::vector<long> told;
  std::vector<long> stopped;
  std::size_t late = 0;
  for (std::size_t number = 0; number < visits.size(); number += 3) {
    const Visit& visit = visits[number];
    const auto since = [&](const auto& when) {
      return std::chrono::duration_cast<microseconds>(when.load() - visit.hung_up.load()).count();
    };
    told.push_back(since(visit.told));
    stopped.push_back(since(visit.stopped));
    late += visit.late_bytes;
  }
  std::printf("%zu requests, %zu hung up, from %zu clients at once:\n", visits.size(), told.size(),
              clients);
  print("handler told", told);
  print("store stopped", stopped);
  std::printf("  %zu bytes after, %zd threads and %zd descriptors more than before\n", late,
              static_cast<ssize_t>(count_of("/proc/self/task") - threads),
              static_cast<ssize_t>(count_of("/proc/self/fd") - descriptors));
}
