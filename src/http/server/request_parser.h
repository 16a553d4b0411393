#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "http/http.h"

namespace http::detail {

/// Makes requests of the bytes that a client sends, and refuses what isn't one. It does no input
/// and no output, so that it can be fuzzed. One thread at a time.
class RequestParser {
 public:
  enum class State : std::uint8_t { needs_more, complete, refused };

  RequestParser(std::size_t header_bytes, std::size_t body_bytes);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  /// Takes what it can use of `bytes`, and returns how many these are. What is left over must come
  /// again, followed by more, at the next call; nothing is taken that belongs to the next request.
  std::size_t take(std::string_view bytes);

  [[nodiscard]] State state() const noexcept;
  /// Whether something of the request has come.
  [[nodiscard]] bool begun() const noexcept;
  /// Whether the client waits for a "100 Continue" before it sends the body.
  [[nodiscard]] bool expects_continue() const noexcept;
  /// What to answer to a request that is refused.
  [[nodiscard]] Status refusal() const noexcept;

  /// When it is complete: the request, whose parts the caller may take away; whether the client
  /// wants to send another; and whether it knows nothing of chunks.
  [[nodiscard]] Request& request() noexcept;
  [[nodiscard]] bool keeps_alive() const noexcept;
  [[nodiscard]] bool is_http_1_0() const noexcept;

  /// To begin with the next request.
  void reset();

 private:
  class Message;
  std::unique_ptr<Message> message_;
  const std::size_t header_bytes_;
  const std::size_t body_bytes_;
};

}  // namespace http::detail
