#pragma once
#include <optional>
#include <string>

#include "connection.h"
#include "http/http.h"
#include "http/httptest.h"

/// The next request of the client; none when they have gone. Takes it byte by byte, so as to take
/// nothing of the one behind it. Nothing to do here.
inline std::optional<http::Request> read_request(Connection& connection) {
  std::string text;
  while (!text.ends_with("\r\n\r\n")) {
    const auto byte = connection.read();
    if (!byte || byte->empty()) return std::nullopt;
    text += *byte;
  }
  http::Request request;
  const auto end_of_method = text.find(' ');
  const auto end_of_target = text.find_first_of(" \r", end_of_method + 1);
  request.method = text.substr(0, end_of_method);
  request.target = text.substr(end_of_method + 1, end_of_target - end_of_method - 1);
  return request;
}

inline void send_response(Connection& connection, const httptest::ResponseRecorder& response) {
  const std::string status = std::to_string(static_cast<int>(response.code()));
  const std::string length = std::to_string(response.body().size());
  connection.write("HTTP/1.1 " + status + "\r\nContent-Length: " + length + "\r\n\r\n" +
                   response.body());
}
