#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/http.h"

namespace http::detail {

/// Makes a response of the bytes that a server sends. It does no input and no output. One thread at
/// a time.
class ResponseParser {
 public:
  enum class State : std::uint8_t { header, body, complete, broken };

  /// `to_head`: there is no body, whatever the header says.
  explicit ResponseParser(bool to_head);
  ~ResponseParser();
  ResponseParser(const ResponseParser&) = delete;
  ResponseParser& operator=(const ResponseParser&) = delete;

  void take(std::string_view bytes);
  /// The server has closed. It is complete then only if its end wasn't to be found otherwise.
  void take_end();

  [[nodiscard]] State state() const noexcept;
  [[nodiscard]] Status status() const noexcept;
  [[nodiscard]] Header& header() noexcept;
  /// What of the body has come since the last call.
  [[nodiscard]] std::string take_body();

 private:
  void begin();

  class Message;
  std::unique_ptr<Message> message_;
  const bool to_head_;
  std::string input_;  // what couldn't be parsed without what is still to come
};

}  // namespace http::detail
