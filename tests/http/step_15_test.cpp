#include "service_caller.h"

#include <chrono>
#include <expected>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "http/client.h"
#include "http/propagation.h"
#include "server_test.h"
#include "status_error.h"
#include "trace.h"

/// Our solution of step 15, over the real client, with a real server on the other side.
namespace {

using context::Errc;
using http::Request;
using http::ResponseWriter;
using testing::ElementsAre;
using namespace std::chrono_literals;

using Answer = std::expected<std::string, std::error_code>;

/// What the step calls HttpClient, for real.
class RealClient : public HttpClient {
 public:
  std::expected<::IncomingResponse, std::error_code> send(context::Context ctx,
                                                          ::OutgoingRequest request) override {
    auto response = client_.send(ctx, {.method = std::move(request.method),
                                       .url = std::move(request.url),
                                       .header = std::move(request.header),
                                       .body = std::move(request.body)});
    if (!response) return std::unexpected(response.error());
    return ::IncomingResponse{response->status,
                              std::make_unique<RealBody>(std::move(response->body))};
  }

 private:
  class RealBody : public ::BodyReader {
   public:
    explicit RealBody(std::unique_ptr<http::BodyReader> body) : body_(std::move(body)) {}
    Answer read(context::Context ctx) override { return body_->read(ctx); }

   private:
    std::unique_ptr<http::BodyReader> body_;
  };

  http::Client client_;
};

class Step15 : public ServerTest {
 protected:
  Answer get(const context::Context& ctx) {
    return caller_.get(ctx, "http://127.0.0.1:" + std::to_string(server().port()) + "/");
  }

 private:
  RealClient client_;
  ServiceCaller caller_{client_, context::Clock::now};
};

TEST_F(Step15, brings_the_body_and_what_of_the_context_travels_along) {
  serve([](ResponseWriter& response, const Request& request) {
    response.write(request.header.get("X-Cloud-Trace-Context") + ' ' +
                   (request.header.get("X-Timeout-Ms").empty() ? "no hurry" : "hurry"));
  });
  const auto traced = context::with_value<trace::Id>(context::background(), "105445aa7843bc8b");
  const auto limited = context::with_timeout(traced, 1h);

  EXPECT_EQ(get(traced), "105445aa7843bc8b no hurry");
  EXPECT_EQ(get(limited.ctx), "105445aa7843bc8b hurry");
}

TEST_F(Step15, brings_another_status_as_an_error) {
  serve([](ResponseWriter& response, const Request&) {
    response.write_header(http::Status::service_unavailable);
  });

  EXPECT_EQ(get(context::background()),
            Answer(std::unexpected(status_error(http::Status::service_unavailable))));
}

TEST_F(Step15, stops_the_work_on_the_other_side_when_it_is_cancelled) {
  serve_waiting();
  const auto [ctx, cancel] = context::with_cancel(context::background());
  std::thread canceller([&] {
    (void)diary.await(1);
    cancel();
  });

  const Answer answer = get(ctx);
  canceller.join();

  EXPECT_EQ(answer, Answer(std::unexpected(make_error_code(Errc::canceled))));
  EXPECT_THAT(diary.await(2), ElementsAre("begins /", "ends /: context canceled"));
}

TEST_F(Step15, comes_back_when_its_time_is_up_and_the_work_stops_there_too) {
  serve_waiting();
  const auto limited = context::with_timeout(context::background(), 10ms);

  EXPECT_EQ(get(limited.ctx), Answer(std::unexpected(make_error_code(Errc::deadline_exceeded))));
}

TEST_F(Step15, sends_the_time_that_a_server_may_go_by_and_that_one_needs_no_hang_up) {
  serve(http::continued([](ResponseWriter& response, const Request& request) {
    if (wait_for_end(request.context()) != Errc::deadline_exceeded) return;
    response.write_header(http::Status::gateway_timeout);
  }));

  EXPECT_EQ(ask(::get("/", "X-Timeout-Ms: 5\r\n")).status, 504);
}

}  // namespace
