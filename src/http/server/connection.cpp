#include "http/server/connection.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <limits>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>

namespace http::detail {
namespace {

using boost::system::error_code;
using context::Clock;

/// How long a client that was told of the end may take to close its side. Without that time what
/// it still sends would make the system throw away what it hasn't read yet.
constexpr auto lingering_time = std::chrono::seconds(2);

/// Small things, from the thread that leads, which must not wait.
void send_now(int descriptor, std::string_view text) {
  [[maybe_unused]] const ssize_t sent =
      ::send(descriptor, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

Connection::Connection(House& house, boost::asio::ip::tcp::socket socket)
    : house_(house),
      socket_(std::move(socket)),
      descriptor_(socket_.native_handle()),
      parser_(house.options.header_bytes, house.options.body_bytes) {
  due_in(house.options.request_time);
}

void Connection::read() {
  if (std::exchange(reading_, true)) return;
  socket_.async_read_some(boost::asio::buffer(fresh_),
                          [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                            self->on_read(error, bytes);
                          });
}

void Connection::on_read(const error_code& error, std::size_t bytes) {
  reading_ = false;
  if (error) return hang_up();
  {
    const std::lock_guard lock(mutex_);
    if (stage_ == Stage::closed) return;
    if (stage_ != Stage::lingering) input_.append(fresh_.data(), bytes);
    if (stage_ != Stage::reading) {
      more_ = true;
      if (input_.size() < house_.options.header_bytes) read();
      return;
    }
  }
  parse();
}

/// After a handler, when more has come meanwhile.
void Connection::go_on() {
  {
    const std::lock_guard lock(mutex_);
    if (stage_ == Stage::lingering) input_.clear();
    if (stage_ == Stage::lingering) read();
    if (stage_ != Stage::reading) return;
  }
  parse();
}

void Connection::parse() {
  input_.erase(0, parser_.take(input_));
  switch (parser_.state()) {
    case RequestParser::State::refused:
      return refuse(parser_.refusal());
    case RequestParser::State::complete:
      serve();
      break;
    case RequestParser::State::needs_more:
      if (parser_.begun() && !std::exchange(arriving_, true)) due_in(house_.options.request_time);
      if (parser_.expects_continue() && !std::exchange(continued_, true)) {
        send_now(descriptor_, "HTTP/1.1 100 Continue\r\n\r\n");
      }
      break;
  }
  read();
}

void Connection::serve() {
  auto [ctx, cancel] = context::with_cancel(house_.requests.ctx);
  const Answer::To to = {.head = parser_.request().method == "HEAD",
                         .http_1_0 = parser_.is_http_1_0(),
                         .keeps_alive = parser_.keeps_alive()};
  auto exchange = std::make_shared<Exchange>(
      shared_from_this(), std::move(parser_.request()).with_context(ctx), to, std::move(cancel));
  parser_.reset();
  arriving_ = continued_ = false;
  {
    const std::lock_guard lock(mutex_);
    stage_ = Stage::serving;
    more_ = !input_.empty();
    exchange_ = exchange;
  }
  if (house_.pool.submit(std::move(exchange))) return;
  {
    const std::lock_guard lock(mutex_);
    stage_ = Stage::reading;
    exchange_.reset();
  }
  refuse(Status::service_unavailable);
}

void Connection::refuse(Status status) {
  input_.clear();
  send_now(descriptor_, refusal(status));
  const std::lock_guard lock(mutex_);
  linger();
  read();
}

/// Says that nothing more will come from us, and waits for the client to say the same.
void Connection::linger() {
  ::shutdown(descriptor_, SHUT_WR);
  stage_ = Stage::lingering;
  due_in(lingering_time);
}

/// The client has closed, or has gone without a word. On the thread that leads.
void Connection::hang_up() {
  std::shared_ptr<Exchange> exchange;
  {
    const std::lock_guard lock(mutex_);
    if (stage_ == Stage::closed) return;
    gone_ = true;
    exchange = exchange_;
  }
  if (exchange == nullptr) return close();
  exchange->cancel();
  wake_writer();
}

/// If a handler waits until it may write. No FIN: that could be the end of an answer in HTTP/1.0.
void Connection::wake_writer() const { ::shutdown(descriptor_, SHUT_RD); }

void Connection::close() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stage_, Stage::closed) == Stage::closed) return;
  }
  error_code ignored;
  socket_.close(ignored);
  --house_.open;
  house_.connections.erase(shared_from_this());
}

void Connection::look_at_the_clock(Clock::time_point now) {
  {
    const std::lock_guard lock(mutex_);
    if (stage_ == Stage::serving || now < due_.load()) return;
    if (stage_ == Stage::lingering) parser_.reset();
  }
  if (parser_.begun()) return refuse(static_cast<Status>(408));
  close();
}

void Connection::close_if_idle() {
  {
    const std::lock_guard lock(mutex_);
    if (stage_ != Stage::reading) return;
  }
  close();
}

void Connection::cut_off() {
  {
    const std::lock_guard lock(mutex_);
    gone_ = true;
    if (exchange_ != nullptr) wake_writer();
    if (exchange_ != nullptr) return;
  }
  close();
}

bool Connection::send(std::span<const std::string_view> pieces) {
  std::array<iovec, 8> rest;
  std::size_t count = 0;
  for (const std::string_view piece : pieces) {
    if (!piece.empty()) rest.at(count++) = {const_cast<char*>(piece.data()), piece.size()};
  }
  const auto patience = static_cast<int>(
      std::min<std::int64_t>(house_.options.write_time.count(), std::numeric_limits<int>::max()));
  iovec* first = rest.data();
  while (count > 0 && !gone_) {
    msghdr message{};
    message.msg_iov = first;
    message.msg_iovlen = count;
    ssize_t sent = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno == EAGAIN) {
      pollfd writable{descriptor_, POLLOUT | POLLRDHUP, 0};
      const int ready = ::poll(&writable, 1, patience);
      if (ready != 0 && (writable.revents & POLLRDHUP) == 0) continue;
    }
    if (sent < 0) {
      gone_ = true;
      post(&Connection::hang_up);  // whose callbacks may want a lock that this handler holds
      return false;
    }
    for (; count > 0 && static_cast<std::size_t>(sent) >= first->iov_len; ++first, --count) {
      sent -= static_cast<ssize_t>(first->iov_len);
    }
    if (count == 0) break;
    first->iov_base = static_cast<char*>(first->iov_base) + sent;
    first->iov_len -= static_cast<std::size_t>(sent);
  }
  return count == 0;
}

void Connection::served(Answer::End end) {
  std::shared_ptr<Exchange> exchange;  // goes after the lock
  const std::lock_guard lock(mutex_);
  exchange = std::move(exchange_);
  if (gone_ || end == Answer::End::abort) {
    const ::linger at_once{1, 0};
    if (end == Answer::End::abort)
      ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return post(&Connection::close);
  }
  if (end == Answer::End::close || house_.closing) {
    linger();
  } else {
    stage_ = Stage::reading;
    due_in(house_.options.idle_time);
  }
  if (more_) post(&Connection::go_on);
}

void Connection::due_in(std::chrono::milliseconds time) noexcept {
  const Clock::time_point now = Clock::now();
  const auto never = std::chrono::floor<std::chrono::milliseconds>(Clock::time_point::max() - now);
  due_ = time < never ? now + time : Clock::time_point::max();
}

void Connection::post(void (Connection::*call)()) {
  boost::asio::post(house_.io, [self = shared_from_this(), call] { ((*self).*call)(); });
}

}  // namespace http::detail
