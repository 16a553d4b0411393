#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "http/http.h"

/// A client that sends exactly the bytes that a test wants, and goes when a test wants. One thread
/// at a time. What doesn't come within 20 s is an exception, so that no test hangs.
class RawClient {
 public:
  explicit RawClient(std::uint16_t port, int receive_buffer = 0);
  ~RawClient() { close(); }
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  RawClient& operator=(RawClient&&) = delete;

  void send(std::string_view bytes) const;
  /// The same; false when the server doesn't take them any more.
  [[nodiscard]] bool try_send(std::string_view bytes) const;

  struct Response {
    int status = 0;
    http::Header header;
    std::string body;
    bool whole = false;  // it has come to the end that its header promised
  };
  /// The next response; to_head: one that has no body, whatever its header says.
  [[nodiscard]] Response receive(bool to_head = false);
  /// What comes up to the server's end, be it a FIN or an RST.
  [[nodiscard]] std::string receive_all();
  /// True when the server has closed, and nothing more came before.
  [[nodiscard]] bool at_end() { return receive_all().empty(); }
  /// What comes up to the first appearance of `text`, and with it; all when it doesn't come.
  [[nodiscard]] std::string receive_until_seen(std::string_view text);
  /// Whether the server's end, once seen, was an RST.
  [[nodiscard]] bool was_reset() const noexcept { return was_reset_; }
  /// Blocks until so many bytes have come; they stay to be received.
  void await(std::size_t bytes);

  void close();         ///< FIN
  void reset();         ///< RST
  void stop_sending();  ///< FIN, and the other direction stays open

 private:
  [[nodiscard]] bool receive_some();
  [[nodiscard]] bool receive_until(std::string_view end, std::string& text);
  [[nodiscard]] bool receive_exactly(std::size_t size, std::string& text);
  [[nodiscard]] bool receive_chunks(std::string& body);

  int descriptor_;
  std::string received_;
  bool was_reset_ = false;
};

/// "GET target HTTP/1.1" and the blank line, with what else the header is to have.
std::string get(std::string_view target, std::string_view more = "");
