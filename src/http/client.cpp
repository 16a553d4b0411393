#include "http/client.h"

#include <algorithm>
#include <array>
#include <utility>

#include "http/client/response_parser.h"
#include "http/client/socket.h"
#include "http/client/url.h"

namespace http {
namespace {

using State = detail::ResponseParser::State;

std::unexpected<std::error_code> error(std::errc why) {
  return std::unexpected(std::make_error_code(why));
}

bool is_ours(std::string_view name) {
  constexpr std::array ours = {"host", "connection", "content-length", "transfer-encoding"};
  return std::ranges::any_of(ours, [&](std::string_view one) {
    return std::ranges::equal(name, one, [](char a, char b) { return (a | 0x20) == b; });
  });
}

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           marks.contains(c);
  });
}

/// A line's end would begin another field, or another request.
bool is_value(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

std::expected<std::string, std::error_code> head_of(const OutgoingRequest& request,
                                                    const detail::Url& url) {
  if (!is_token(request.method)) return error(std::errc::invalid_argument);
  std::string head = request.method + ' ' + url.target + " HTTP/1.1\r\nHost: " + url.authority +
                     "\r\nConnection: close\r\n";
  for (const auto& [name, value] : request.header) {
    if (!is_token(name) || !is_value(value)) return error(std::errc::invalid_argument);
    if (!is_ours(name)) head += name + ": " + value + "\r\n";
  }
  const bool usually_has_a_body = request.method.starts_with('P');  // POST, PUT, PATCH
  if (!request.body.empty() || usually_has_a_body) {
    head += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return head + "\r\n";
}

}  // namespace

/// A connection on which a response comes in.
class BodyReader::Impl {
 public:
  Impl(detail::Socket socket, bool to_head) : socket_(std::move(socket)), parser_(to_head) {}

  /// Sends all of it, unless the server answers before.
  std::error_code send(const context::Context& ctx, std::string_view bytes) {
    while (parser_.state() == State::header) {
      const auto sent = socket_.send(ctx, bytes);
      if (!sent) return sent.error();
      bytes.remove_prefix(*sent);
      if (bytes.empty()) return {};
      if (const auto error = receive_some(ctx)) return error;  // "100 Continue" is no answer yet
    }
    return {};
  }

  /// Receives until `enough()`, or it is complete.
  template <class Enough>
  std::error_code receive(const context::Context& ctx, Enough enough) {
    while (!enough() && parser_.state() != State::complete) {
      if (const auto error = receive_some(ctx)) return error;
    }
    return ctx.err();
  }

  std::expected<std::string, std::error_code> read(const context::Context& ctx) {
    if (ctx.err()) return std::unexpected(ctx.err());
    std::string piece = parser_.take_body();
    const std::error_code error = receive(ctx, [&] {
      if (piece.empty()) piece = parser_.take_body();
      return !piece.empty();
    });
    if (error) return std::unexpected(error);
    if (piece.empty()) piece = parser_.take_body();
    return piece;
  }

  [[nodiscard]] detail::ResponseParser& parser() noexcept { return parser_; }

 private:
  std::error_code receive_some(const context::Context& ctx) {
    const auto bytes = socket_.receive(ctx);
    if (!bytes) return bytes.error();
    if (bytes->empty()) {
      parser_.take_end();
      if (parser_.state() == State::broken) return make_error_code(std::errc::connection_reset);
    } else {
      parser_.take(*bytes);
      if (parser_.state() == State::broken) return make_error_code(std::errc::bad_message);
    }
    return {};
  }

  detail::Socket socket_;
  detail::ResponseParser parser_;
};

BodyReader::BodyReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BodyReader::~BodyReader() = default;

std::expected<std::string, std::error_code> BodyReader::read(const context::Context& ctx) {
  if (impl_ == nullptr) return error(std::errc::not_connected);
  auto piece = impl_->read(ctx);
  if (!piece) impl_.reset();
  return piece;
}

std::expected<IncomingResponse, std::error_code> Client::send(const context::Context& ctx,
                                                              const OutgoingRequest& request) {
  if (ctx.err()) return std::unexpected(ctx.err());
  const auto url = detail::parse_url(request.url);
  if (!url) return std::unexpected(url.error());
  const auto head = head_of(request, *url);
  if (!head) return std::unexpected(head.error());

  auto socket = detail::Socket::connect(ctx, url->host, url->port);
  if (!socket) return std::unexpected(socket.error());
  auto reader = std::make_unique<BodyReader::Impl>(std::move(*socket), request.method == "HEAD");
  for (const std::string* const part : {&*head, &request.body}) {
    if (const auto error = reader->send(ctx, *part)) return std::unexpected(error);
  }
  detail::ResponseParser& parser = reader->parser();
  const auto error = reader->receive(ctx, [&] { return parser.state() != State::header; });
  if (error) return std::unexpected(error);

  return IncomingResponse{.status = parser.status(),
                          .header = std::move(parser.header()),
                          .body = std::make_unique<BodyReader>(std::move(reader))};
}

}  // namespace http
