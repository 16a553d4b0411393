#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

#include "server_test.h"

/// Many at once.
namespace {

using http::Request;
using http::ResponseWriter;

class ServerCrowd : public ServerTest {};

/// How many descriptors this process may have open, once it has asked for all that it may have.
std::size_t open_files() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

TEST_F(ServerCrowd, of_a_thousand_is_held_and_each_is_answered) {
  if (open_files() < 2'100) GTEST_SKIP() << "Each connection takes two descriptors: ulimit -n";
  http::Server& server = serve_echo();
  std::vector<RawClient> clients;
  clients.reserve(1'000);
  for (int i = 0; i < 1'000; ++i) clients.push_back(connect());

  for (std::size_t i = 0; i < clients.size(); ++i) clients[i].send(get("/" + std::to_string(i)));

  int wrong = 0;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    if (clients[i].receive().body != "GET /" + std::to_string(i) + ' ') ++wrong;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(server.connections(), 1'000U);
  clients.clear();
  await_no_connection();
}

/// What the handler of the test below saw.
struct Count {
  std::atomic<int> served = 0;
  std::atomic<int> cancelled = 0;
  std::atomic<int> running = 0;
  std::atomic<int> written_too_late = 0;
};

/// A third hangs up: in the request, while the handler works, or in the answer.
void visit(std::uint16_t port, std::mt19937& random, std::atomic<int>& answered,
           std::atomic<int>& wrong) {
  const auto up_to = [&](std::size_t most) { return random() % (most + 1); };
  const std::string ask = get("/" + std::to_string(random()));
  RawClient client(port);
  if (up_to(2) != 0) {
    client.send(ask);
    const auto response = client.receive();
    ++(response.whole && response.body.size() == 20'000 ? answered : wrong);
    return;
  }
  const std::size_t sent = up_to(3) == 0 ? up_to(ask.size()) : ask.size();
  client.send(ask.substr(0, sent));
  if (sent == ask.size() && up_to(3) == 0) client.await(up_to(10'000));
  for (std::size_t i = up_to(50); i > 0; --i) std::this_thread::yield();
  up_to(1) == 0 ? client.close() : client.reset();
}

TEST_F(ServerCrowd, of_which_a_third_hangs_up_at_a_random_moment_leaves_nothing_behind) {
  Count count;
  http::Server& server = serve([&](ResponseWriter& response, const Request& request) {
    ++count.running;
    for (int i = 0; i < 20 && !request.context().err(); ++i) {
      response.write(std::string(1'000, 'x'));
      std::this_thread::yield();
    }
    ++(request.context().err() ? count.cancelled : count.served);
    --count.running;
  });
  constexpr int visitors = 8;
  constexpr int visits = 10'000 / visitors;
  std::atomic<int> answered = 0;
  std::atomic<int> wrong = 0;

  std::vector<std::thread> threads;
  for (unsigned visitor = 0; visitor < visitors; ++visitor) {
    threads.emplace_back([&, visitor] {
      std::mt19937 random(visitor);
      for (int i = 0; i < visits; ++i) visit(server.port(), random, answered, wrong);
    });
  }
  for (std::thread& thread : threads) thread.join();
  await_no_connection();

  EXPECT_EQ(wrong, 0);
  EXPECT_GT(answered, 6'000);
  EXPECT_GE(count.served, answered);
  EXPECT_GT(count.cancelled, 0);
  EXPECT_EQ(count.running, 0);
}

}  // namespace
