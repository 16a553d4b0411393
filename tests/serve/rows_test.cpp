#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "served.h"

/// /rows of ./kata serve: a stream from SQLite, and what becomes of it when nobody reads it any
/// more.
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

/// The first row would take SQLite some minutes.
constexpr const char* for_a_long_time = "/rows?from=1000000000000000000";

TEST(Rows, are_the_prime_numbers_that_were_asked_for) {
  Served served;

  const auto response = served.ask(get("/rows?from=0&rows=5"));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header.get("Content-Type"), "text/csv");
  EXPECT_EQ(response.body, "2\n3\n5\n7\n11\n");
  EXPECT_THAT(served.await("answered"), HasSubstr("GET /rows?from=0&rows=5: answered after "));
}

TEST(Rows, may_be_none) {
  Served served;

  const auto response = served.ask(get("/rows?from=0&rows=0"));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header.get("Content-Type"), "text/csv");
  EXPECT_EQ(response.body, "");
}

TEST(Rows, are_not_computed_to_the_end_for_a_head) {
  Served served;
  RawClient client = served.connect();

  client.send("HEAD /rows?from=0 HTTP/1.1\r\nHost: kata\r\n\r\n" + get("/rows?from=2&rows=1"));

  EXPECT_EQ(client.receive(true).header.get("Content-Type"), "text/csv");
  EXPECT_EQ(client.receive().body, "2\n");
}

TEST(Rows, come_one_by_one_for_as_long_as_somebody_reads_them) {
  Served served;
  RawClient client = served.connect();

  client.send(get("/rows?from=0"));
  EXPECT_NE(client.receive_until_seen("\n101\n"), "") << "There is no last one to wait for.";
  client.close();

  EXPECT_THAT(served.await("after that"),
              ContainsRegex("given up by the client after [0-9]+ ms, stopped at row [0-9]+; "
                            "0 bytes written after that"));
}

TEST(Rows, are_computed_no_further_when_the_client_gives_up_in_the_middle_of_one) {
  for (const bool by_a_reset : {false, true}) {
    Served served;
    RawClient client = served.connect();
    client.send(get(for_a_long_time));
    served.await_work("row 1");

    by_a_reset ? client.reset() : client.close();

    EXPECT_THAT(served.await("after that"),
                ContainsRegex("given up by the client after [0-9]+ ms, stopped at row 1; "
                              "0 bytes written after that"));
    EXPECT_EQ(served.ask(get("/rows?from=8&rows=1")).body, "11\n") << "The next one is served.";
  }
}

TEST(Rows, are_computed_no_further_when_the_caller_has_no_time_left) {
  Served served;

  const auto response = served.ask(get(for_a_long_time, "X-Timeout-Ms: 5\r\n"));

  EXPECT_EQ(response.status, 504);
  EXPECT_THAT(served.await("after that"),
              ContainsRegex("out of time after [0-9]+ ms, stopped at row 1; 0 bytes"));
}

TEST(Rows, are_asked_for_in_numbers) {
  Served served;

  for (const std::string_view query :
       {"from=x", "from=-1", "rows=1.5", "from=9999999999999999999", "rows=%zz"}) {
    EXPECT_EQ(served.ask(get("/rows?" + std::string(query))).status, 400) << query;
  }
}

}  // namespace
