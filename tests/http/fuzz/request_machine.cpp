#include "request_machine.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "http/server/request_parser.h"

namespace fuzz {
namespace {

using http::detail::RequestParser;
using State = RequestParser::State;

constexpr std::size_t header_bytes = 512;
constexpr std::size_t body_bytes = 64;

/// What came of the bytes: a line for each request, and at last the refusal or what is missing.
struct Outcome {
  std::vector<std::string> requests;
  std::string end;
  std::optional<std::string> trouble;
};

bool has(std::string_view text, std::string_view bytes) {
  return text.find_first_of(bytes) != std::string_view::npos;
}

std::optional<std::string> broken_promise(const http::Request& request) {
  std::size_t size = request.method.size() + request.target.size();
  if (request.method.empty() || request.target.empty()) return "a request without its parts";
  if (has(request.method, " \r\n") || has(request.target, " \r\n")) return "a split first line";
  for (const auto& [name, value] : request.header) {
    size += name.size() + value.size();
    if (name.empty() || has(name, ": \r\n")) return "a field with a wrong name";
    if (has(value, "\r\n")) return "a field that is split";
  }
  if (size > header_bytes) return "a header over the limit";
  if (request.body.size() > body_bytes) return "a body over the limit";
  const std::string length = request.header.get("Content-Length");
  if (!length.empty() && !request.header.get("Transfer-Encoding").empty()) return "two lengths";
  return std::nullopt;
}

std::string written(const http::Request& request) {
  std::string text = request.method + ' ' + request.target;
  for (const auto& [name, value] : request.header) text += '|' + name + '=' + value;
  return text + '|' + request.body;
}

/// As a connection does it: what isn't taken comes again, with more behind it.
Outcome parse(std::string_view bytes, std::size_t piece) {
  Outcome outcome;
  RequestParser parser(header_bytes, body_bytes);
  std::string input;
  while (true) {
    const std::size_t taken = parser.take(input);
    if (taken > input.size()) {
      outcome.trouble = "more was taken than there was";
      return outcome;
    }
    input.erase(0, taken);
    if (parser.state() == State::complete) {
      outcome.trouble = broken_promise(parser.request());
      outcome.requests.push_back(written(parser.request()) + (parser.keeps_alive() ? "" : "|last"));
      if (outcome.trouble) return outcome;
      parser.reset();
      continue;
    }
    if (parser.state() == State::refused) {
      const int status = static_cast<int>(parser.refusal());
      outcome.end = "refused";
      if (status < 400 || status > 505) outcome.trouble = "refused with " + std::to_string(status);
      return outcome;
    }
    if (input.size() > 2 * header_bytes + piece) {
      outcome.trouble = "input piles up";
      return outcome;
    }
    if (bytes.empty()) break;
    const std::size_t size = std::min(piece, bytes.size());
    input += bytes.substr(0, size);
    bytes.remove_prefix(size);
  }
  outcome.end = "needs more";
  return outcome;
}

}  // namespace

std::optional<std::string> try_requests(std::span<const std::uint8_t> input) {
  if (input.empty()) return std::nullopt;
  const std::size_t piece = 1 + input[0] % 16;
  const std::string_view bytes(reinterpret_cast<const char*>(input.data()) + 1, input.size() - 1);

  const Outcome whole = parse(bytes, bytes.size() + 1);
  const Outcome pieces = parse(bytes, piece);

  if (whole.trouble) return whole.trouble;
  if (pieces.trouble) return "in pieces: " + *pieces.trouble;
  // Where the rest is wrong, one way may be refused while the other still waits for the line's end.
  if (whole.requests != pieces.requests) {
    return "at once: " + std::to_string(whole.requests.size()) + " requests, then " + whole.end +
           "; in pieces: " + std::to_string(pieces.requests.size()) + ", then " + pieces.end;
  }
  return std::nullopt;
}

}  // namespace fuzz
