#pragma once
/// A real server: HTTP/1.1 over TCP. When a client hangs up, its request's context ends.
///
///   http::Server server(context::background(), hello());
///   std::cout << "http://127.0.0.1:" << server.port() << std::endl;
///   wait_for_ctrl_c();
///   const auto patience = context::with_timeout(context::background(), 5s);
///   server.shutdown(patience.ctx);
///
/// It is there to be read, and to be played with on one's own machine: no TLS, no HTTP/2, nothing
/// of what stands between a program and the open net.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>

#include "context/context.h"
#include "http/http.h"

namespace http {

/// Where a server listens, and how much it takes on. What goes over a limit gets the answer that is
/// named here, and its connection is closed.
struct ServerOptions {
  std::string address = "127.0.0.1";       ///< numeric, IPv4 or IPv6: nobody else can reach us
  std::uint16_t port = 0;                  ///< 0: any that is free
  std::size_t handlers = 16;               ///< threads, each of which runs one handler at a time
  std::size_t waiting = 1'024;             ///< requests that wait for a thread; beyond: 503
  std::size_t connections = 10'000;        ///< open at a time; beyond: 503
  std::size_t header_bytes = 16 * 1'024;   ///< first line and header; beyond: 431
  std::size_t body_bytes = 1'024 * 1'024;  ///< of a request; beyond: 413
  std::chrono::milliseconds request_time = std::chrono::seconds(10);  ///< to send one; beyond: 408
  std::chrono::milliseconds idle_time = std::chrono::seconds(60);     ///< between two: no word
  std::chrono::milliseconds write_time = std::chrono::seconds(30);    ///< for a client to read on
  /// Hears what a handler has thrown; on the handler's thread. None: standard error.
  std::function<void(std::string_view)> report = {};
};

/// Listens from its construction to its shutdown.
///
/// A request's context is derived from the server's. It ends when the client hangs up (a FIN or an
/// RST; also behind further requests, while these are under `header_bytes`), when it stops reading
/// for `write_time`, when the server's context ends, and at the latest when the handler has
/// returned. A client that closes only its sending side has hung up, too: who wants an answer keeps
/// both sides open. The context::cause() is std::errc::connection_aborted when the client has gone;
/// what is written then goes nowhere.
///
/// An answer that is short and complete when the handler returns has a Content-Length; any other
/// goes out in chunks as it comes, 4 KiB at a time or when flushed (http/flusher.h). If the context
/// ends in the middle of an answer, or before anything was written, the connection is closed
/// without more: nobody takes a part for the whole. Content-Length, Transfer-Encoding and
/// Connection are the server's affair, and what the handler sets for them is not sent, but for
/// "Connection: close". A handler that throws gives a 500 if nothing was sent yet.
///
/// Threads: one that sees to the connections, and one for each handler that runs, all of them
/// called "http-server". The one that has read a request runs its handler, and another takes its
/// place. When a client goes, its context is cancelled on the one that sees to the connections,
/// never by what its handler writes: callbacks that block there block every connection.
class Server {
 public:
  /// Listens at once. `handler` may be called by several threads at a time. Errors: a
  /// std::system_error, such as std::errc::address_in_use, or std::errc::invalid_argument for an
  /// address that isn't numeric.
  Server(const context::Context& ctx, Handler handler, ServerOptions options = {});
  /// shutdown() without any patience.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Where it listens.
  [[nodiscard]] std::uint16_t port() const noexcept;
  /// How many connections are open now.
  [[nodiscard]] std::size_t connections() const noexcept;

  /// Accepts no more, closes what is idle, and lets the running requests come to their end until
  /// `patience` ends. Then it cancels those that are left, and waits for their handlers: nothing
  /// can end one that doesn't listen. No error: it didn't come to that; else patience.err().
  /// Any thread but a handler's; several may call it, and the shortest patience counts.
  std::error_code shutdown(const context::Context& patience);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
