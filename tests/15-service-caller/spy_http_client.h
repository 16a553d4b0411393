#pragma once
#include <expected>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "context/context.h"
#include "http_client.h"
#include "script.h"
#include "support/world.h"

/// Tells the story of one response, and lets each part of it take its time: until its event
/// happens, or until the context that came along has ended. Looked at when all threads rest.
class Transport {
 public:
  Transport(stage::World& world, Script script) : world_(world), script_(std::move(script)) {}

  [[nodiscard]] const Script& script() const { return script_; }
  void ignore_contexts() { ignores_ = true; }
  void tell(const std::string& what) const { world_.story().tell("service", what); }
  void tell_call(const std::string& what) const { world_.tell("calls " + what); }

  /// Says whether `event` has happened, and not the end of `ctx`. In a tie the world begins with
  /// the first by name: those here come after "the client gives up", so both have happened when we
  /// look.
  [[nodiscard]] bool wait(const context::Context& ctx, const std::string& event) const {
    const bool happened =
        world_.wait_for(event, ignores_ ? std::stop_token() : ctx.done()) || ignores_;
    if (!happened) world_.story().tell("http", "breaks the call off", "its context has ended");
    return happened;
  }

 private:
  stage::World& world_;
  const Script script_;
  bool ignores_ = false;
};

class SpyBodyReader : public BodyReader {
 public:
  using Piece = std::expected<std::string, std::error_code>;

  explicit SpyBodyReader(const Transport& transport) : transport_(transport) {
    ON_CALL(*this, read).WillByDefault([this](const context::Context& ctx) { return next(ctx); });
  }

  MOCK_METHOD(Piece, read, (context::Context), (override));

 private:
  Piece next(const context::Context& ctx) {
    transport_.tell_call("body->read()");
    const Script& script = transport_.script();
    const bool more = read_ < script.pieces.size();
    const bool breaks = !more && script.broken;
    const char* const event =
        more ? "the next piece arrives" : (breaks ? "the connection breaks" : "the end arrives");
    // In its own words, as transports will.
    if (!transport_.wait(ctx, event)) return failure(std::errc::connection_aborted);
    transport_.tell(more     ? "sends \"" + script.pieces[read_] + "\""
                    : breaks ? "breaks off"
                             : "has sent all");
    if (breaks) return std::unexpected(script.broken);
    return more ? script.pieces[read_++] : "";
  }

  static Piece failure(std::errc why) { return std::unexpected(std::make_error_code(why)); }

  const Transport& transport_;
  std::size_t read_ = 0;
};

class SpyHttpClient : public HttpClient {
 public:
  using Response = std::expected<IncomingResponse, std::error_code>;

  SpyHttpClient(stage::World& world, Script script) : transport_(world, std::move(script)) {
    ON_CALL(*this, send)
        .WillByDefault([this](const context::Context& ctx, const OutgoingRequest& request) {
          sent_.push_back(request);
          return respond(ctx, request);
        });
  }

  MOCK_METHOD(Response, send, (context::Context, OutgoingRequest), (override));

  /// From now on it works on when its context has ended, as some do.
  void ignore_contexts() { transport_.ignore_contexts(); }

  [[nodiscard]] const std::vector<OutgoingRequest>& sent() const { return sent_; }

  /// How a request went out: "GET url"; each header field that it has in a line of its own.
  [[nodiscard]] std::string only_request() const {
    if (sent_.size() != 1) return std::to_string(sent_.size()) + " requests";
    return sent_.front().method + " " + sent_.front().url;
  }

  /// The field `name` of the only request; "none" if it hasn't got one.
  [[nodiscard]] std::string sent_along(std::string_view name) const {
    if (sent_.size() != 1) return std::to_string(sent_.size()) + " requests";
    http::Header header = sent_.front().header;
    header.add(name, "none");
    return header.get(name);
  }

 private:
  Response respond(const context::Context& ctx, const OutgoingRequest& request) {
    std::string call = "client.send(" + request.method + " " + request.url;
    for (const auto& [name, value] : request.header) call.append(", " + name).append(": " + value);
    transport_.tell_call(call + ")");
    const Script& script = transport_.script();
    const char* const event = script.refused ? "the refusal arrives" : "the status arrives";
    if (!transport_.wait(ctx, event)) {
      return std::unexpected(std::make_error_code(std::errc::connection_aborted));
    }
    transport_.tell(script.refused ? "refuses the call"
                                   : "answers " + std::to_string(static_cast<int>(script.status)));
    if (script.refused) return std::unexpected(script.refused);
    return IncomingResponse{script.status,
                            std::make_unique<testing::NiceMock<SpyBodyReader>>(transport_)};
  }

  Transport transport_;
  std::vector<OutgoingRequest> sent_;
};
