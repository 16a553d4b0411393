// Keeps a diary of all that happens, and wants the client's departure to be the last entry.
#include "server.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "context/context.h"
#include "http/httptest.h"
#include "stub_store.h"

namespace {

using Diary = std::vector<std::string>;

class Diarist : public http::ResponseWriter {
 public:
  explicit Diarist(Diary& diary) : diary_(diary) {}

  http::Header& header() override {
    diary_.emplace_back("header");
    return header_;
  }
  void write_header(http::Status) override { diary_.emplace_back("status"); }
  void write(std::string_view bytes) override { diary_.push_back("body:" + std::string(bytes)); }

 private:
  Diary& diary_;
  http::Header header_;
};

TEST(Server, brings_the_data) {
  Diary diary;
  Diarist response(diary);
  StubStore store("some data");
  server(store)(response, httptest::new_request("GET", "/"));

  std::string body;
  for (const std::string& entry : diary) {
    if (entry.starts_with("body:")) body += entry.substr(5);
  }
  EXPECT_EQ(body, "some data");
}

TEST(Server, leaves_the_last_word_to_the_client) {
  for (const bool before_the_request : {true, false}) {
    Diary diary;
    Diarist response(diary);
    const context::Derived derived = context::with_cancel(context::background());
    const auto leave = [&] {
      diary.emplace_back("the client leaves");
      derived.cancel();
    };
    StubStore store("some data", [&] {
      if (!before_the_request) leave();
    });
    if (before_the_request) leave();
    server(store)(response, httptest::new_request("GET", "/").with_context(derived.ctx));

    EXPECT_EQ(diary.back(), "the client leaves");
  }
}

}  // namespace
