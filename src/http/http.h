#pragma once
/// The few words of HTTP that the kata speaks, named as in Go's net/http.
///
///   http::Handler hello() {
///     return [](http::ResponseWriter& response, const http::Request& request) {
///       if (request.context().err()) return;  // the client has gone: write nothing
///       response.write("hello, world");
///     };
///   }

#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <system_error>

#include "context/context.h"

namespace http {

/// The status codes that the kata needs; any other code may be cast to it.
enum class Status : int {
  ok = 200,
  bad_request = 400,
  not_found = 404,
  internal_server_error = 500,
  bad_gateway = 502,
  service_unavailable = 503,
  gateway_timeout = 504,
};

/// Header fields. Names compare without regard to case. Not thread-safe: one thread at a time.
class Header {
 public:
  /// Replaces every value of `name` by this one.
  void set(std::string_view name, std::string_view value);
  /// Adds a value to those that `name` has.
  void add(std::string_view name, std::string_view value);
  /// Removes every value of `name`.
  void del(std::string_view name);
  /// The first value of `name`; empty when there is none.
  [[nodiscard]] std::string get(std::string_view name) const;

  [[nodiscard]] bool empty() const noexcept { return fields_.empty(); }
  [[nodiscard]] auto begin() const noexcept { return fields_.begin(); }
  [[nodiscard]] auto end() const noexcept { return fields_.end(); }

 private:
  struct IgnoringCase {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const noexcept;
  };
  std::multimap<std::string, std::string, IgnoringCase> fields_;
};

/// Where a handler puts its answer. Valid until the handler returns and no longer; it is not
/// thread-safe. Whatever is called here reaches the client: after a cancellation, call nothing.
class ResponseWriter {
 public:
  virtual ~ResponseWriter() = default;

  /// The header to be sent; changes after the first write_header() or write() are not sent.
  virtual Header& header() = 0;
  /// Sends the status and the header. Only the first call counts.
  virtual void write_header(Status status) = 0;
  /// Sends bytes of the body, after write_header(Status::ok) if no status was sent yet. May block
  /// for as long as the client is slow.
  virtual void write(std::string_view bytes) = 0;

 protected:
  ResponseWriter() = default;
  ResponseWriter(const ResponseWriter&) = default;
  ResponseWriter& operator=(const ResponseWriter&) = default;
};

/// What a client asks for. A value: copies are independent but share their context.
class Request {
 public:
  std::string method = "GET";
  std::string target = "/";
  Header header;
  std::string body;

  /// Ends when the client gives up; background unless with_context() has set another.
  [[nodiscard]] const context::Context& context() const noexcept { return ctx_; }

  /// The same request under another context, usually one derived from this request's.
  [[nodiscard]] Request with_context(context::Context ctx) const;

  /// The field `name` of the target's query or, failing that, of a form in the body; empty when
  /// there is no such field. Error: std::errc::invalid_argument for a malformed %-escape.
  [[nodiscard]] std::expected<std::string, std::error_code> form_value(std::string_view name) const;

 private:
  context::Context ctx_ = context::background();
};

/// Answers one request. May be called by several threads at once. Blocks until the answer is
/// written or given up.
using Handler = std::function<void(ResponseWriter&, const Request&)>;

}  // namespace http
