/// The examples in the headers of src/http, compiled and run.

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/http.h"
#include "http/httptest.h"

namespace {

// example of http/http.h
http::Handler hello() {
  return [](http::ResponseWriter& response, const http::Request& request) {
    if (request.context().err()) return;  // the client has gone: write nothing
    response.write("hello, world");
  };
}
// end

TEST(Example, of_http) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();
  httptest::ResponseRecorder response;

  hello()(response, httptest::new_request("GET", "/").with_context(ctx));

  EXPECT_EQ(response.body(), "");
}

TEST(Example, of_httptest) {
  const http::Handler handler = hello();

  // example of http/httptest.h
  httptest::ResponseRecorder response;
  handler(response, httptest::new_request("GET", "/"));
  EXPECT_EQ(response.body(), "hello, world");
  // end
}

}  // namespace
