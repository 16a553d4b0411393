#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "context/context.h"
#include "http/flusher.h"
#include "http/http.h"

namespace http::detail {

/// Where an answer goes.
class Wire {
 public:
  /// Sends all of the pieces, one after the other. Blocks while the client is slow. False: the
  /// client has gone, and nothing more will be sent.
  virtual bool send(std::span<const std::string_view> pieces) = 0;

 protected:
  Wire() = default;
  Wire(const Wire&) = default;
  Wire& operator=(const Wire&) = default;
  ~Wire() = default;
};

/// The words that belong to a status: "Not Found"; empty for one that nobody knows.
std::string_view reason(Status status) noexcept;

/// A whole answer that closes the connection, for a request that no handler sees.
std::string refusal(Status status);

/// "Date: Sun, 06 Nov 1994 08:49:37 GMT" and a line's end. Thread-safe.
std::string date_line();

/// The answer to one request, in the form in which HTTP sends it.
class Answer final : public ResponseWriter, public Flusher {
 public:
  struct To {
    bool head = false;        ///< the request was a HEAD: no body is sent
    bool http_1_0 = false;    ///< knows nothing of chunks
    bool keeps_alive = true;  ///< wants to ask again
  };
  enum class End : std::uint8_t {
    keep,   ///< the connection may serve another request
    close,  ///< it may not
    abort   ///< and the client must see that the answer isn't whole
  };

  /// `ctx` is the request's; both must outlive the answer.
  Answer(Wire& wire, To to, const context::Context& ctx) : wire_(wire), to_(to), ctx_(ctx) {}

  Header& header() override { return header_; }
  void write_header(Status status) override;
  void write(std::string_view bytes) override;
  void flush() override;

  /// Takes back what the handler has written. False: a part of it was sent.
  [[nodiscard]] bool forget();
  /// Sends what is missing, unless the context has ended since the answer was begun.
  [[nodiscard]] End finish();

 private:
  [[nodiscard]] bool has_body() const noexcept;
  void send_piece(std::string_view bytes);
  void send_some(std::string_view framing, std::string_view body, bool last);

  Wire& wire_;
  To to_;
  const context::Context& ctx_;
  Header header_;
  std::optional<Status> status_;
  std::string head_;  // as it was at the time of write_header(), but for how the body is framed
  std::string kept_;  // of the body
  std::size_t withheld_ = 0;    // bytes of a body that isn't sent: the answer to a HEAD
  bool after_the_end_ = false;  // the context had ended before the answer was begun
  bool head_sent_ = false;
  bool chunked_ = false;
  bool broken_ = false;
};

}  // namespace http::detail
