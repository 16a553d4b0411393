// The laws of middleware: what one passes on is the same, and so is the answer.
#include "server.h"

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "context/manual_clock.h"
#include "scene.h"
#include "support/laws/law.h"
#include "support/stage.h"
#include "trace.h"
#include "user.h"

namespace {

using namespace std::chrono_literals;
using stage::laws::uphold;
using testing::ElementsAre;
using testing::ElementsAreArray;
using Play = stage::laws::Scene;  // Scene is the step's own

const std::string one = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string two = "105445aa7843bc8bf206b12000100000";

std::string traceparent(const std::string& id) { return "00-" + id + "-00f067aa0ba902b7-01"; }

/// A key of whoever stands further out.
struct Colour {
  using value_type = std::string;
};

using Field = std::pair<std::string, std::string>;

/// Both middlewares, one at a time.
std::vector<std::function<http::Handler(http::Handler)>> middlewares(Log& log) {
  return {with_trace, [&log](http::Handler next) { return with_log(std::move(next), log); }};
}

TEST(Law, what_is_passed_on_is_the_same_request) {
  uphold(
      "the next handler gets the same request: but for its ids, nothing has changed.", {},
      {[](Play& scene) {
        SpyLog log(scene.world());
        context::testing::ManualClock clock;
        const auto coloured = context::with_value<Colour>(clock.background(), "red");
        const auto known = context::with_value<user::Id>(coloured, "zoe");
        const auto [ctx, cancel] = context::with_timeout(known, 1min);
        http::Request sent = httptest::new_request("PUT", "", std::string("a\0b", 3));
        for (const auto& [name, value] : std::vector<Field>{{"Accept", "a"},
                                                            {"Accept", "b"},
                                                            {"X-User", "ann"},
                                                            {"X-Cloud-Trace-Context", two + "/1"},
                                                            {"Empty", ""}}) {
          sent.header.add(name, value);
        }

        const auto [gone, leave] = context::with_cancel(ctx);
        leave();
        for (const std::string& id : {std::string("nonsense"), traceparent(one)}) {
          sent.header.set("traceparent", id);
          for (const auto& middleware : middlewares(log)) {
            httptest::ResponseRecorder response;
            int calls = 0;
            const auto next = [&](http::ResponseWriter& writer, const http::Request& got) {
              ++calls;
              EXPECT_EQ(&writer, &response) << "The response is passed on as it is.";
              EXPECT_EQ(got.method, "PUT");
              EXPECT_EQ(got.target, "");
              EXPECT_EQ(got.body, sent.body);
              EXPECT_THAT(
                  (std::vector<Field>(got.header.begin(), got.header.end())),
                  ElementsAreArray(std::vector<Field>(sent.header.begin(), sent.header.end())));
              EXPECT_EQ(got.context().deadline(), ctx.deadline());
              for (const auto* value :
                   {got.context().value<Colour>(), got.context().value<user::Id>()}) {
                EXPECT_NE(value, nullptr) << "A value that the context had is gone.";
              }
            };

            middleware(next)(response, sent.with_context(ctx));

            EXPECT_EQ(calls, 1) << "The next handler is called once.";
            middleware(next)(response, sent.with_context(gone));

            EXPECT_EQ(calls, 2) << "The next handler is called even when the client has gone: what "
                                   "becomes of such a request is for that handler to say.";
          }
        }
      }});
}

TEST(Law, a_cause_goes_through) {
  uphold("the next handler's context ends with the request's, and for the same reason.", {},
         {[](Play& scene) {
           SpyLog log(scene.world());
           const auto reset = make_error_code(std::errc::connection_reset);
           http::Request request = httptest::new_request("GET", "/");
           request.header.set("traceparent", traceparent(one));

           for (const auto& middleware : middlewares(log)) {
             const auto [ctx, cancel] = context::with_cancel_cause(context::background());
             const auto next = [&](http::ResponseWriter&, const http::Request& got) {
               EXPECT_FALSE(got.context().err());
               cancel(reset);
               EXPECT_EQ(got.context().err(), context::Errc::canceled);
               EXPECT_EQ(context::cause(got.context()), reset);
             };

             httptest::ResponseRecorder response;
             middleware(next)(response, request.with_context(ctx));
           }
         }});
}

TEST(Law, the_answer_is_the_next_handlers) {
  uphold("the answer is the next handler's alone: its header, its status, its body.", {},
         {[](Play& scene) {
           SpyLog log(scene.world());
           const auto next = [](http::ResponseWriter& response, const http::Request&) {
             response.header().set("Server", "next");
             response.write_header(http::Status::not_found);
             response.write("no ");
             response.write("such page");
           };

           for (const auto& middleware : middlewares(log)) {
             httptest::ResponseRecorder response;
             const http::Handler copy = middleware(next);
             copy(response, httptest::new_request("GET", "/"));

             EXPECT_EQ(response.code(), http::Status::not_found);
             EXPECT_EQ(response.body(), "no such page");
             EXPECT_THAT((std::vector<Field>(response.header().begin(), response.header().end())),
                         ElementsAre(Field("Server", "next")));
           }
           EXPECT_THAT(log.lines(), ElementsAre("- - GET /"));
         }});
}

TEST(Law, an_id_is_found_in_either_header) {
  uphold("an id is found in either header, and nothing else is taken for one.", {}, {[](Play&) {
           const std::string none(32, '0');
           const std::string capitals = "105445AA7843BC8BF206B12000100000";
           const std::vector<std::array<std::string, 3>> headers = {
               {"", two, two},
               {traceparent(none), two + "/", two},
               {traceparent(one), none + "/1", one},
               {traceparent(one).substr(1), two + "/1;o=0", two},
               {traceparent(one), two, one},
               {traceparent(one).substr(0, 53) + "00", two, one},
               {traceparent(capitals), two, two},
               {traceparent(capitals), "", "older"},
               {"", capitals, "older"},
               {traceparent(one) + "0", two + "0/1", "older"},
               {" " + traceparent(one), " " + two, "older"},
               {"", "", "older"}};
           for (const auto& [parent, cloud, id] : headers) {
             std::string found;
             const auto next = [&found](http::ResponseWriter&, const http::Request& got) {
               const auto* const value = got.context().value<trace::Id>();
               found = value == nullptr ? "none" : *value;
             };
             http::Request request = httptest::new_request("GET", "/");
             request.header.set("TraceParent", parent);
             request.header.set("x-cloud-trace-context", cloud);
             const auto older = context::with_value<trace::Id>(request.context(), "older");

             httptest::ResponseRecorder response;
             with_trace(next)(response, request.with_context(older));

             EXPECT_EQ(found, id) << "traceparent: " << parent << ", the other header: " << cloud;
           }
         }});
}

}  // namespace
