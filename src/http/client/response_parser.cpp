#include "http/client/response_parser.h"

#include <utility>

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace http::detail {
namespace {

namespace beast = boost::beast;
using beast::error_code;
using beast::http::error;

constexpr std::size_t most_header_bytes = 64 * 1'024;

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

/// What Beast's parser finds, it tells us here.
class ResponseParser::Message : public beast::http::basic_parser<false> {
 public:
  explicit Message(bool to_head) {
    header_limit(most_header_bytes);
    body_limit(boost::none);  // it is the reader who stops
    eager(true);
    skip(to_head);
  }

  State state = State::header;
  int status = 0;
  Header header;
  std::string body;
  bool asks_for_more = false;  // to know how long a chunk is

 private:
  void on_response_impl(int code, beast::string_view, int, error_code&) override { status = code; }

  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                     error_code& ec) override {
    const std::size_t size = name.size() + value.size();
    if (size > header_bytes_left_) ec = error::header_limit;
    if (ec || state != State::header) return;  // a trailer isn't part of it
    header_bytes_left_ -= size;
    header.add(view(name), view(value));
  }

  void on_header_impl(error_code&) override { state = State::body; }
  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  std::size_t on_body_impl(beast::string_view bytes, error_code&) override {
    body += view(bytes);
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, error_code& ec) override {
    return on_body_impl(bytes, ec);
  }
  void on_finish_impl(error_code&) override { state = State::complete; }

  // Not of interest to a client.
  void on_request_impl(beast::http::verb, beast::string_view, beast::string_view, int,
                       error_code&) override {}

  std::size_t header_bytes_left_ = most_header_bytes;
};

ResponseParser::ResponseParser(bool to_head) : to_head_(to_head) { begin(); }
ResponseParser::~ResponseParser() = default;

void ResponseParser::begin() { message_ = std::make_unique<Message>(to_head_); }

void ResponseParser::take(std::string_view bytes) {
  input_ += bytes;
  std::size_t taken = 0;
  while (taken < input_.size() && (state() == State::header || state() == State::body)) {
    // Asked again about the end of the chunks, Beast counts on having all of "0\r\n\r\n".
    if (message_->asks_for_more && input_.size() - taken < 5) break;
    error_code ec;
    const std::size_t used = message_->put({input_.data() + taken, input_.size() - taken}, ec);
    taken += used;
    message_->asks_for_more = ec == error::need_more && state() == State::body;
    if (ec == error::need_more) {
      if (input_.size() - taken > most_header_bytes) message_->state = State::broken;
      break;
    }
    if (ec) message_->state = State::broken;
    const bool interim = state() == State::complete && message_->status / 100 == 1;
    if (interim) begin();  // "100 Continue" and its like: the response is still to come
    if (used == 0) break;
  }
  input_.erase(0, taken);
}

void ResponseParser::take_end() {
  error_code ec = error::partial_message;
  if (state() == State::complete) return;
  if (message_->got_some() && input_.empty()) message_->put_eof(ec);
  if (ec) message_->state = State::broken;
}

ResponseParser::State ResponseParser::state() const noexcept { return message_->state; }
Status ResponseParser::status() const noexcept { return static_cast<Status>(message_->status); }
Header& ResponseParser::header() noexcept { return message_->header; }
std::string ResponseParser::take_body() { return std::exchange(message_->body, {}); }

}  // namespace http::detail
