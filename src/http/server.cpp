#include "http/server.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <future>
#include <mutex>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "context/wait.h"
#include "http/server/connection.h"

namespace http {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;
using context::Clock;
using detail::Connection;
using std::chrono::milliseconds;

constexpr int accepted_at_once = 64;          // then the others get their turn
constexpr std::size_t refused_at_once = 128;  // beyond that, not even a 503
constexpr auto pause_without_descriptors = milliseconds(50);

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

tcp::endpoint endpoint_of(const ServerOptions& options) {
  error_code wrong;
  const auto address = boost::asio::ip::make_address(options.address, wrong);
  if (!wrong) return {address, options.port};
  throw std::system_error(std::make_error_code(std::errc::invalid_argument),
                          "the address \"" + options.address + '"');
}

/// Not inherited by the programs that this one starts; Asio leaves that to its user.
int new_listener(const tcp::endpoint& where) {
  const int listener =
      ::socket(where.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) fail("socket");
  const int yes = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (::bind(listener, where.data(), static_cast<socklen_t>(where.size())) == 0 &&
      ::listen(listener, SOMAXCONN) == 0) {
    return listener;
  }
  const int why = errno;
  ::close(listener);
  errno = why;
  fail("listen");
}

}  // namespace

class Server::Impl {
 public:
  Impl(const context::Context& ctx, Handler handler, ServerOptions options)
      : house_(ctx, std::move(handler), std::move(options)),
        endpoint_(endpoint_of(house_.options)),
        acceptor_(house_.io, endpoint_.protocol(), new_listener(endpoint_)) {
    endpoint_ = acceptor_.local_endpoint();
    wait_for_clients();
    house_.pool.start();
  }

  [[nodiscard]] std::uint16_t port() const noexcept { return endpoint_.port(); }
  [[nodiscard]] std::size_t connections() const noexcept { return house_.open; }

  std::error_code shutdown(const context::Context& patience) {
    std::unique_lock lock(mutex_);
    if (!std::exchange(begun_, true)) {
      lock.unlock();
      const std::error_code result = end(context::merge(patience, hurry_.ctx));
      lock.lock();
      result_ = result;
      over_ = true;
      changed_.notify_all();
    } else if (context::wait_until(patience, changed_, lock, [this] { return over_; })) {
      lock.unlock();
      hurry_.cancel();
      lock.lock();
      changed_.wait(lock, [this] { return over_; });
    }
    return result_ && patience.err() ? patience.err() : result_;
  }

 private:
  std::error_code end(const context::Context& patience) {
    on_io([this] {
      acceptor_.close();
      house_.closing = true;
      for_each([](Connection& connection) { connection.close_if_idle(); });
    });
    const std::error_code result = house_.pool.wait_until_idle(patience);
    if (result) {
      house_.requests.cancel();
      on_io([this] { for_each([](Connection& connection) { connection.cut_off(); }); });
    }
    house_.pool.wait_until_idle(context::background());
    on_io([this] {
      for_each([](Connection& connection) { connection.close(); });
      clock_.cancel();
      pause_.cancel();
      keep_running_.reset();
    });
    house_.pool.join();
    return result;
  }

  /// Calls `f` on the thread that leads, and waits for it.
  template <class F>
  void on_io(F f) {
    std::promise<void> done;
    boost::asio::post(house_.io, [&] {
      f();
      done.set_value();
    });
    done.get_future().wait();
  }

  template <class F>
  void for_each(F f) {
    const auto all = house_.connections;  // f takes itself out
    for (const auto& connection : all) f(*connection);
  }

  void wait_for_clients() {
    acceptor_.async_wait(tcp::acceptor::wait_read, [this](const error_code& error) {
      if (!error) accept();
    });
  }

  void accept() {
    for (int i = 0; i < accepted_at_once; ++i) {
      const int client =
          ::accept4(acceptor_.native_handle(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (client >= 0) {
        welcome(client);
      } else if (errno == EAGAIN) {
        break;
      } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
        pause_.expires_after(pause_without_descriptors);
        return pause_.async_wait([this](const error_code& error) {
          if (!error) wait_for_clients();
        });
      }
    }
    wait_for_clients();
  }

  void welcome(int client) {
    const int yes = 1;
    ::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    tcp::socket socket(house_.io, endpoint_.protocol(), client);
    const std::size_t open = house_.open;
    const std::size_t most = house_.options.connections;
    if (open >= most && open - most >= refused_at_once) return;  // closes it
    const auto connection = std::make_shared<Connection>(house_, std::move(socket));
    house_.connections.insert(connection);
    ++house_.open;
    if (open >= most) {
      connection->refuse(Status::service_unavailable);
    } else {
      connection->open();
    }
    if (!std::exchange(clock_runs_, true)) look_at_the_clock();
  }

  /// One timer for all: what is late is found a little later.
  void look_at_the_clock() {
    const Clock::time_point now = Clock::now();
    for_each([now](Connection& connection) { connection.look_at_the_clock(now); });
    clock_runs_ = !house_.connections.empty();
    if (!clock_runs_) return;
    const auto& options = house_.options;
    const milliseconds shortest = std::min(options.request_time, options.idle_time);
    clock_.expires_after(std::clamp(shortest / 8, milliseconds(1), milliseconds(500)));
    clock_.async_wait([this](const error_code& error) {
      if (!error) look_at_the_clock();
    });
  }

  detail::House house_;
  tcp::endpoint endpoint_;
  tcp::acceptor acceptor_;
  boost::asio::steady_timer clock_{house_.io};
  boost::asio::steady_timer pause_{house_.io};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keep_running_{
      house_.io.get_executor()};
  bool clock_runs_ = false;

  context::Derived hurry_ = context::with_cancel(context::background());
  std::mutex mutex_;  // guards what follows
  std::condition_variable_any changed_;
  bool begun_ = false;
  bool over_ = false;
  std::error_code result_;
};

Server::Server(const context::Context& ctx, Handler handler, ServerOptions options)
    : impl_(std::make_unique<Impl>(ctx, std::move(handler), std::move(options))) {}

Server::~Server() {
  const auto now = context::with_cancel(context::background());
  now.cancel();
  shutdown(now.ctx);
}

std::uint16_t Server::port() const noexcept { return impl_->port(); }
std::size_t Server::connections() const noexcept { return impl_->connections(); }
std::error_code Server::shutdown(const context::Context& patience) {
  return impl_->shutdown(patience);
}

}  // namespace http
