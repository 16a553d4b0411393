/// What Boost's "advanced server" example does for a GET: Beast's parser and serializer on
/// tcp_stream with its timeouts, a session for each connection, and the handler run where the
/// request was read. Written anew, and without what the benchmark doesn't use (files, WebSocket).

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using beast::error_code;

class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : stream_(std::move(socket)) {}

  void run() {
    asio::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->read(); });
  }

 private:
  void read() {
    parser_.emplace();
    parser_->body_limit(10'000);
    stream_.expires_after(std::chrono::seconds(30));
    beast::http::async_read(stream_, buffer_, *parser_,
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (!error) self->answer();
                            });
  }

  void answer() {
    const auto request = parser_->release();
    response_ = {beast::http::status::ok, request.version()};
    response_.set(beast::http::field::server, "beast");
    response_.set(beast::http::field::content_type, "text/plain; charset=utf-8");
    response_.keep_alive(request.keep_alive());
    response_.body() = "hello, world";
    response_.prepare_payload();
    beast::http::async_write(stream_, response_,
                             [self = shared_from_this()](error_code error, std::size_t) {
                               if (error) return;
                               if (self->response_.need_eof()) {
                                 self->stream_.socket().shutdown(tcp::socket::shutdown_send, error);
                                 return;
                               }
                               self->read();
                             });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
  beast::http::response<beast::http::string_body> response_;
};

class Listener {
 public:
  Listener(asio::io_context& io, tcp::acceptor& acceptor) : io_(io), acceptor_(acceptor) {}

  void accept() {
    acceptor_.async_accept(asio::make_strand(io_), [this](error_code error, tcp::socket socket) {
      if (!error) socket.set_option(tcp::no_delay(true));
      if (!error) std::make_shared<Session>(std::move(socket))->run();
      accept();
    });
  }

 private:
  asio::io_context& io_;
  tcp::acceptor& acceptor_;
};

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::stoi(argv[1]) : 2;
  asio::io_context io(count);
  tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), 0});
  std::printf("%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  Listener listener(io, acceptor);
  listener.accept();
  std::vector<std::jthread> threads;
  for (int i = 1; i < count; ++i) threads.emplace_back([&] { io.run(); });
  io.run();
}
