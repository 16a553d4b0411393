#pragma once
#include "service_caller.h"

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "http/http.h"
#include "http_client.h"
#include "status_error.h"
#include "support/laws/backend.h"
#include "support/laws/subject.h"
#include "trace.h"

namespace stage::laws {

inline const std::string sending = "the service";
inline const std::string reading = "the body";

/// What another service does, and where it fails if the backend has an error.
struct Conduct {
  http::Status status = http::Status::ok;
  bool breaks_off = false;  ///< the errors are those of the connection, while the body is read
  bool at_once = false;     ///< and they come before anything of the body does
  bool echoes = false;      ///< the body says what was asked for
};

/// Who gives up when its context has ended says so in its own words, which may look like another
/// end than it was.
inline std::error_code in_own_words(const context::Context& ctx, std::error_code error) {
  if (!ctx.err() || error != ctx.err()) return error;
  return error == context::Errc::canceled ? make_error_code(context::Errc::deadline_exceeded)
                                          : make_error_code(std::errc::connection_aborted);
}

/// Sends the body in two pieces, the first of one byte.
class Pieces : public BodyReader {
 public:
  Pieces(Backend& backend, std::string body, bool breaks_off, std::atomic<int>& open)
      : backend_(backend), rest_(std::move(body)), breaks_off_(breaks_off), open_(open) {
    ++open_;
  }
  ~Pieces() override { --open_; }
  Pieces(const Pieces&) = delete;
  Pieces& operator=(const Pieces&) = delete;

  std::expected<std::string, std::error_code> read(context::Context ctx) override {
    if (over_) ADD_FAILURE() << "The body was at its end, or broken, and it is read once more.";
    const Answer answer = backend_.fetch(ctx, reading);
    const bool fails = !answer && (ctx.err() || (breaks_off_ && rest_.empty()));
    over_ = fails || rest_.empty();
    if (fails) return std::unexpected(in_own_words(ctx, answer.error()));
    const std::size_t length = std::exchange(begun_, true) ? rest_.size() : 1;
    std::string piece = rest_.substr(0, length);
    rest_.erase(0, length);
    return piece;
  }

 private:
  Backend& backend_;
  std::string rest_;
  const bool breaks_off_;
  std::atomic<int>& open_;
  bool begun_ = false;
  bool over_ = false;
};

/// Another service over a Backend. Thread-safe.
class BackendHttpClient : public HttpClient {
 public:
  BackendHttpClient(Backend& backend, Conduct conduct) : backend_(backend), conduct_(conduct) {}

  std::expected<IncomingResponse, std::error_code> send(context::Context ctx,
                                                        OutgoingRequest request) override {
    const Answer answer = backend_.fetch(ctx, sending);
    if (!answer && (ctx.err() || !conduct_.breaks_off)) {
      return std::unexpected(in_own_words(ctx, answer.error()));
    }
    const std::string body =
        conduct_.echoes ? text(request) : answer.value_or(conduct_.at_once ? "" : "half");
    return IncomingResponse{conduct_.status,
                            std::make_unique<Pieces>(backend_, body, conduct_.breaks_off, open_)};
  }

  /// How many bodies have not been let go of.
  [[nodiscard]] int open() const { return open_; }

 private:
  /// The request, with those fields of its header that the contract names.
  static std::string text(const OutgoingRequest& request) {
    std::string text = request.method + " " + request.url + ".";
    for (const std::string name : {"X-Timeout-Ms", "X-Cloud-Trace-Context"}) {
      for (const auto& [field, value] : request.header) {
        http::Header header;  // compares as headers do
        header.set(field, "this one");
        if (header.get(name) == "this one") text += " " + name + ": " + value + ".";
      }
    }
    return text + (request.body.empty() ? "" : " Its body is \"" + request.body + "\".");
  }

  Backend& backend_;
  const Conduct conduct_;
  std::atomic<int> open_ = 0;
};

/// What a client sees of an error: which one exactly.
inline Outcome failure(std::error_code error) {
  return {http::Status::bad_gateway, error.category().name() + (": " + error.message())};
}

/// A handler that asks the service for the target of its own request, and shows whatever comes of
/// it, but for ctx.err(): nobody reads that any more. The field "Id" of the request becomes the
/// trace id.
inline http::Handler that_asks(ServiceCaller& caller, const Backend& backend,
                               const BackendHttpClient& client) {
  return [&](http::ResponseWriter& response, const http::Request& request) {
    context::Context ctx = request.context();
    const std::string id = request.header.get("Id");
    if (!id.empty()) ctx = context::with_value<trace::Id>(ctx, id);
    const Answer answer = caller.get(ctx, "http://users" + request.target);
    if (backend.inside() == 0 && client.open() > 0) {
      ADD_FAILURE() << "get() has returned, and the connection is still held: destroy the body.";
    }
    if (answer) return response.write(*answer);
    if (ctx.err() && answer.error() == ctx.err()) return;
    const Outcome outcome = failure(answer.error());
    response.write_header(*outcome.status);
    response.write(outcome.body);
  };
}

}  // namespace stage::laws
