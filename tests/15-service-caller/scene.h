#pragma once
#include "service_caller.h"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "context/context.h"
#include "context/manual_clock.h"
#include "http/http.h"
#include "spy_http_client.h"
#include "support/stage.h"
#include "trace.h"

inline std::string body(const std::string& text) { return "the body \"" + text + "\""; }
inline std::string error(std::error_code code) { return "the error \"" + code.message() + "\""; }
inline std::string error(std::errc code) { return error(std::make_error_code(code)); }

/// A client, whose handler asks another service by the ServiceCaller. All of them live by a clock
/// that stands still until it is moved. What is public is set before the client asks.
class Scene {
 public:
  using Duration = context::Clock::duration;

  Scene(World& world, Script script) : http(world, std::move(script)), world_(world) {}

  testing::NiceMock<SpyHttpClient> http;
  context::testing::ManualClock clock;
  Duration patience = Duration::max();  ///< of the handler; max() is no deadline
  Duration spent{};                     ///< of that, before the call
  Duration timer_late_by{};             ///< when the clock has moved on, and no timer has fired yet
  std::string trace_id;

  void client_asks() {
    client().sends_to([this](http::ResponseWriter& response, const http::Request& request) {
      auto traced = request.context();
      if (!trace_id.empty()) traced = context::with_value<trace::Id>(traced, trace_id);
      const auto [ctx, cancel] = context::with_timeout(traced, patience);
      clock.advance(spent);

      const Answer answer = caller_.get(ctx, url);
      outcome_ = answer ? body(*answer) : error(answer.error());
      ended_ = ctx.err();
      respond(response, answer);
    });
  }

  Client& client() { return client_; }

  void may_pass(Duration time, const std::string& event) {
    world_.may_happen(event, "clock", [this, time, event] {
      world_.tell(event);
      clock.advance(time);
    });
  }

  void let(const std::vector<std::string>& events) {
    for (const std::string& event : events) world_.let(event);
  }

  /// What the call must have come to.
  void assert_outcome(const std::string& right, const std::string& hint = "") const {
    if (outcome_ == right) return;
    ADD_FAILURE() << "get() should return " << right << ", and it returned " << outcome_ << ". "
                  << hint;
  }

  /// The same, unless the context had ended by then.
  void assert_outcome_unless_ended(const std::string& right) const {
    if (!ended_) return assert_outcome(right);
    assert_outcome(error(ended_),
                   "The context had ended by then, and that is the reason, whatever the client "
                   "makes of it.");
  }

  void assert_over(const std::string& when) const {
    if (world_.finished("handler")) return;
    ADD_FAILURE() << "The client has given up " << when << ", and the call goes on: it was given "
                  << "some other context. Pass it your own ctx.";
  }

  static constexpr auto url = "http://users/7";

 private:
  using Answer = std::expected<std::string, std::error_code>;

  /// Takes the caller at its word.
  static void respond(http::ResponseWriter& response, const Answer& answer) {
    if (answer) return response.write(*answer);
    if (answer.error() == context::Errc::canceled) return;
    const bool late = answer.error() == context::Errc::deadline_exceeded;
    response.write_header(late ? http::Status::gateway_timeout : http::Status::bad_gateway);
    response.write(answer.error().message());
  }

  World& world_;
  ServiceCaller caller_{http, [this] { return clock.now() + timer_late_by; }};
  Client client_{world_, "GET", "/", clock.background()};
  std::string outcome_ = "nothing";
  std::error_code ended_;
};
