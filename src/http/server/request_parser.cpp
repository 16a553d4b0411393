#include "http/server/request_parser.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace http::detail {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::error;
using beast::http::field;

constexpr auto header_too_large = static_cast<Status>(431);
constexpr auto body_too_large = static_cast<Status>(413);
constexpr auto unknown_version = static_cast<Status>(505);
constexpr auto not_implemented = static_cast<Status>(501);

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// "http://host/path" is "/path" for us. None: it is no target of a request to a server.
std::optional<std::string_view> path_of(std::string_view method, std::string_view target) {
  if (target.starts_with('/')) return target;
  if (target == "*" && method == "OPTIONS") return target;
  constexpr std::string_view scheme = "http://";
  if (!beast::iequals({target.data(), std::min(target.size(), scheme.size())},
                      {scheme.data(), scheme.size()})) {
    return std::nullopt;
  }
  target.remove_prefix(scheme.size());
  const std::size_t path = target.find_first_of("/?");
  if (path == std::string_view::npos) return "/";
  if (target[path] == '/') return target.substr(path);
  return std::nullopt;
}

/// Whether the first line ends as it must, but for the numbers. For Beast all is a wrong version.
bool names_a_version(std::string_view bytes) {
  constexpr std::string_view form = " HTTP/d.d";
  std::string_view line = bytes.substr(0, bytes.find("\r\n"));
  if (line.size() < form.size()) return false;
  line.remove_prefix(line.size() - form.size());
  return std::ranges::equal(line, form, [](unsigned char c, char wanted) {
    return wanted == 'd' ? c >= '0' && c <= '9' : c == static_cast<unsigned char>(wanted);
  });
}

}  // namespace

/// Beast knows what HTTP is; what its parser finds, it tells us here.
class RequestParser::Message : public beast::http::basic_parser<true> {
 public:
  explicit Message(std::size_t body_bytes) {
    header_limit(std::numeric_limits<std::uint32_t>::max());  // take() has its own
    body_limit(body_bytes);
  }

  State state = State::needs_more;
  Status refusal = Status::bad_request;
  Request request;
  bool old = false;    // HTTP/1.0
  bool waits = false;  // for a 100
  bool header_complete = false;
  std::size_t header_bytes = 0;  // so far
  bool asks_for_more = false;    // to know how long a chunk is

  void refuse(error_code why) {
    state = State::refused;
    if (refusal != Status::bad_request) return;  // known already
    if (why == error::header_limit) refusal = header_too_large;
    if (why == error::body_limit) refusal = body_too_large;
    if (why == error::bad_version) refusal = unknown_version;
  }

 private:
  void on_request_impl(beast::http::verb, beast::string_view method, beast::string_view target,
                       int version, error_code& ec) override {
    const auto path = path_of(view(method), view(target));
    if (!path) {
      ec = error::bad_target;
      return;
    }
    request.method = view(method);
    request.target = *path;
    old = version == 10;
  }

  void on_field_impl(field name, beast::string_view written, beast::string_view value,
                     error_code& ec) override {
    if (header_complete) return;  // a trailer is not let in by the back door
    if (name == field::host) ++hosts_;
    if (name == field::expect) waits = beast::iequals(value, "100-continue");
    if (name == field::transfer_encoding && (old || !beast::iequals(value, "chunked"))) {
      refusal = not_implemented;
      ec = error::bad_transfer_encoding;
      return;
    }
    request.header.add(view(written), view(value));
  }

  void on_header_impl(error_code& ec) override {
    header_complete = true;
    if (hosts_ > 1 || (hosts_ == 0 && !old)) ec = error::bad_field;
  }

  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}

  std::size_t on_body_impl(beast::string_view bytes, error_code&) override {
    waits = false;
    request.body += view(bytes);
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {
    waits = false;
  }
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code& ec) override {
    return on_body_impl(bytes, ec);
  }

  void on_finish_impl(error_code&) override {
    waits = false;
    state = State::complete;
  }

  // Not of interest to a server.
  void on_response_impl(int, beast::string_view, int, error_code&) override {}

  int hosts_ = 0;
};

RequestParser::RequestParser(std::size_t header_bytes, std::size_t body_bytes)
    : header_bytes_(header_bytes), body_bytes_(body_bytes) {
  reset();
}

RequestParser::~RequestParser() = default;

std::size_t RequestParser::take(std::string_view bytes) {
  std::size_t taken = 0;
  // Blank lines before a request are to be overlooked: RFC 9112, 2.2.
  while (!message_->got_some() && taken < bytes.size() && bytes.substr(taken).starts_with("\r\n")) {
    taken += 2;
  }
  while (taken < bytes.size() && message_->state == State::needs_more) {
    if (!message_->got_some() && bytes.substr(taken) == "\r") break;
    // Asked again about the end of the chunks, Beast counts on having all of "0\r\n\r\n".
    if (message_->asks_for_more && bytes.size() - taken < 5) break;
    // The header by itself, so that its length doesn't depend on the pieces in which it comes.
    message_->eager(message_->header_complete);
    const bool in_header = !message_->header_complete;
    error_code ec;
    const std::size_t used = message_->put({bytes.data() + taken, bytes.size() - taken}, ec);
    if (ec == error::bad_version && !names_a_version(bytes.substr(taken))) ec = error::bad_target;
    taken += used;
    if (in_header) message_->header_bytes += used;
    const std::size_t waiting = ec == error::need_more ? bytes.size() - taken : 0;
    message_->asks_for_more = waiting > 0 && !in_header;
    const std::size_t length = (in_header ? message_->header_bytes : 0) + waiting;
    if (length > header_bytes_) message_->refuse(error::header_limit);
    if (waiting > 0) break;
    if (ec && ec != error::need_more) message_->refuse(ec);
    if (used == 0) break;
  }
  return taken;
}

RequestParser::State RequestParser::state() const noexcept { return message_->state; }
bool RequestParser::begun() const noexcept { return message_->got_some(); }
bool RequestParser::expects_continue() const noexcept {
  return message_->header_complete && message_->waits && !message_->old;
}
Status RequestParser::refusal() const noexcept { return message_->refusal; }
Request& RequestParser::request() noexcept { return message_->request; }
bool RequestParser::keeps_alive() const noexcept { return message_->keep_alive(); }
bool RequestParser::is_http_1_0() const noexcept { return message_->old; }

void RequestParser::reset() { message_ = std::make_unique<Message>(body_bytes_); }

}  // namespace http::detail
