#pragma once
/// A client for HTTP/1.1 whose calls end when their context does.
///
///   const auto response = http::Client().send(ctx, {.url = url});
///   if (!response) return std::unexpected(response.error());
///   std::string body;
///   while (true) {
///     const auto piece = response->body->read(ctx);
///     if (!piece) return piece;         // broken, or nobody wants it any more
///     if (piece->empty()) return body;  // this was all
///     body += *piece;
///   }

#include <expected>
#include <memory>
#include <string>
#include <system_error>

#include "context/context.h"
#include "http/http.h"

namespace http {

/// What a client asks for. Host, Connection, Content-Length and Transfer-Encoding are the client's
/// affair, and what stands in `header` for them is not sent.
struct OutgoingRequest {
  std::string method = "GET";
  std::string url;  ///< http://host[:port][/path][?query]
  Header header = {};
  std::string body = {};
};

/// The body of a response, while it arrives. Destroying it closes the connection, which is how a
/// server learns that nobody wants the rest. One thread at a time.
class BodyReader {
 public:
  ~BodyReader();
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;

  /// The next piece; an empty one at the end. Blocks until it is there, or `ctx` has ended, which
  /// wins a tie. After an error the connection is closed, and nothing may be read any more.
  /// Errors: ctx.err(); std::errc::connection_reset when it ends too soon; std::errc::bad_message
  /// when that isn't HTTP; what the system says.
  std::expected<std::string, std::error_code> read(const context::Context& ctx);

  /// For the client.
  class Impl;
  explicit BodyReader(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

/// What a server answers. The status is there at once, the body comes as it comes.
struct IncomingResponse {
  Status status = Status::ok;
  Header header;
  std::unique_ptr<BodyReader> body;
};

/// Speaks HTTP/1.1 with servers, on a connection of its own for each request, and follows no
/// redirection. Any number of threads may use the same client at once. It starts none.
class Client {
 public:
  /// Sends `request` once, and returns when status and header of the response are there. Blocks
  /// until then, or until `ctx` has ended, which wins a tie and closes the connection. Only the
  /// look-up of a host's name can't be interrupted; a numeric address and "localhost" need none.
  /// Errors: ctx.err(); std::errc::invalid_argument for a url, a method or a header that can't be
  /// sent, and std::errc::protocol_not_supported for https; std::errc::host_unreachable for a name
  /// that nobody knows; those of BodyReader::read(); what the system says, such as
  /// std::errc::connection_refused.
  std::expected<IncomingResponse, std::error_code> send(const context::Context& ctx,
                                                        const OutgoingRequest& request);
};

}  // namespace http
