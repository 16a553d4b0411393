#pragma once
/// Doubles for tests of handlers, named as in Go's net/http/httptest.
///
///   httptest::ResponseRecorder response;
///   handler(response, httptest::new_request("GET", "/"));
///   EXPECT_EQ(response.body(), "hello, world");

#include <optional>
#include <string>
#include <string_view>

#include "http/http.h"

namespace httptest {

/// A request as a server would hand it to a handler, under context::background().
http::Request new_request(std::string_view method, std::string_view target,
                          std::string_view body = "");

/// Remembers what a handler wrote. It can't tell "wrote nothing" from "was never touched": a test
/// that needs to know wants a spy. Not thread-safe.
class ResponseRecorder : public http::ResponseWriter {
 public:
  http::Header& header() override { return header_; }
  void write_header(http::Status status) override;
  void write(std::string_view bytes) override;

  /// The status that the client sees: the one that was written, else 200.
  [[nodiscard]] http::Status code() const noexcept;
  [[nodiscard]] const std::string& body() const noexcept { return body_; }

 private:
  http::Header header_;
  std::optional<http::Status> status_;
  std::string body_;
};

}  // namespace httptest
