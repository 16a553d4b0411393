#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "context/context.h"
#include "http/http.h"
#include "http/server.h"
#include "http/server/answer.h"
#include "http/server/pool.h"
#include "http/server/request_parser.h"

namespace http::detail {

class Connection;

/// What the connections of one server share.
struct House {
  House(const context::Context& ctx, Handler given, ServerOptions wanted)
      : options(std::move(wanted)),
        handler(std::move(given)),
        requests(context::with_cancel(ctx)),
        pool(options.handlers, options.waiting, [this] { return io.run_one() > 0; }) {}

  const ServerOptions options;
  const Handler handler;
  context::Derived requests;  // all of them
  boost::asio::io_context io{1};
  std::unordered_set<std::shared_ptr<Connection>> connections;  // for who leads only
  std::atomic<std::size_t> open = 0;
  std::atomic<bool> closing = false;
  Pool pool;  // last: it is joined while all else is there
};

/// A request, on its way through a handler.
class Exchange final : public Job {
 public:
  Exchange(std::shared_ptr<Connection> connection, Request request, Answer::To to,
           context::CancelFunc cancel);
  void run() override;
  /// The client has gone. Any thread.
  void cancel() const noexcept { cancel_(make_error_code(std::errc::connection_aborted)); }

 private:
  [[nodiscard]] bool call_handler(Answer& answer) const;

  const std::shared_ptr<Connection> connection_;
  const Request request_;
  const Answer::To to_;
  const context::CancelFunc cancel_;
};

/// One client. It is always being read from, also while a handler works for it: that is how its end
/// is noticed. What comes meanwhile is kept for the next request.
class Connection final : public Wire, public std::enable_shared_from_this<Connection> {
 public:
  Connection(House& house, boost::asio::ip::tcp::socket socket);

  // On the thread that leads.
  void open() { read(); }
  void refuse(Status status);
  /// Closes what has taken too long.
  void look_at_the_clock(context::Clock::time_point now);
  /// For the end of the server: what has no request under way; the others, whatever they do; all.
  void close_if_idle();
  void cut_off();
  void close();

  // On the handler's thread.
  bool send(std::span<const std::string_view> pieces) override;
  void served(Answer::End end);

  [[nodiscard]] House& house() noexcept { return house_; }

 private:
  enum class Stage : std::uint8_t { reading, serving, lingering, closed };

  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void go_on();
  void parse();
  void serve();
  void hang_up();
  void linger();
  void post(void (Connection::*call)());
  void wake_writer() const;
  void due_in(std::chrono::milliseconds time) noexcept;

  House& house_;
  boost::asio::ip::tcp::socket socket_;
  const int descriptor_;  // of socket_; open for as long as a handler runs
  RequestParser parser_;
  std::array<char, 4'096> fresh_;  // where the next bytes go
  std::string input_;              // what has come and isn't parsed
  bool reading_ = false;           // false: enough has come while a handler works
  bool arriving_ = false;          // a part of a request has come
  bool continued_ = false;         // the client was told to send the body
  std::atomic<context::Clock::time_point> due_;
  std::atomic<bool> gone_ = false;

  std::mutex mutex_;  // guards what follows
  Stage stage_ = Stage::reading;
  bool more_ = false;  // input has come while a handler worked
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace http::detail
