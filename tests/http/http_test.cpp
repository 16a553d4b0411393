#include "http/http.h"

#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "http/httptest.h"
#include "support/stage.h"

namespace {

using http::Header;
using http::Request;
using http::Status;
using httptest::new_request;
using httptest::ResponseRecorder;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::pair<std::string, std::string>> fields(const Header& header) {
  return {header.begin(), header.end()};
}

TEST(HeaderTest, finds_a_field_whatever_the_case_of_its_name) {
  Header header;
  header.set("Content-Type", "text/plain");
  EXPECT_EQ(header.get("content-type"), "text/plain");
  EXPECT_EQ(header.get("CONTENT-TYPE"), "text/plain");
  EXPECT_EQ(header.get("Content-Typ"), "");
  EXPECT_EQ(header.get("Content-Types"), "");
}

TEST(HeaderTest, keeps_the_name_as_it_was_written) {
  Header header;
  header.set("X-Cloud-Trace-Context", "abc");
  EXPECT_THAT(fields(header), ElementsAre(Pair("X-Cloud-Trace-Context", "abc")));
}

TEST(HeaderTest, is_empty_until_a_field_is_set_and_once_it_is_deleted) {
  Header header;
  EXPECT_TRUE(header.empty());
  EXPECT_EQ(header.get("Accept"), "");
  header.set("Accept", "*/*");
  EXPECT_FALSE(header.empty());
  header.del("ACCEPT");
  EXPECT_TRUE(header.empty());
  header.del("Accept");
  EXPECT_TRUE(header.empty());
}

TEST(HeaderTest, keeps_several_values_in_the_order_in_which_they_were_added) {
  Header header;
  header.add("Via", "one");
  header.add("via", "two");
  header.add("VIA", "three");
  EXPECT_EQ(header.get("Via"), "one");
  EXPECT_THAT(fields(header),
              ElementsAre(Pair("Via", "one"), Pair("via", "two"), Pair("VIA", "three")));
}

TEST(HeaderTest, replaces_every_value_when_one_is_set) {
  Header header;
  header.add("Via", "one");
  header.add("Via", "two");
  header.set("via", "three");
  EXPECT_THAT(fields(header), ElementsAre(Pair("via", "three")));
}

TEST(HeaderTest, deletes_every_value_of_that_name_and_no_other) {
  Header header;
  header.add("Via", "one");
  header.add("Accept", "*/*");
  header.add("Via", "two");
  header.del("via");
  EXPECT_THAT(fields(header), ElementsAre(Pair("Accept", "*/*")));
}

TEST(HeaderTest, lists_its_fields_by_name_without_regard_to_case) {
  Header header;
  header.add("b", "2");
  header.add("C", "3");
  header.add("A", "1");
  EXPECT_THAT(fields(header), ElementsAre(Pair("A", "1"), Pair("b", "2"), Pair("C", "3")));
}

TEST(HeaderTest, takes_a_value_of_its_own_field) {
  Header header;
  header.add("Via", "a value that is too long to be kept inside of the string itself");
  header.set(header.begin()->first, header.begin()->second);
  EXPECT_THAT(header.get("Via"), testing::StartsWith("a value that is too long"));
}

TEST(HeaderTest, takes_bytes_above_127_as_they_are) {
  Header header;
  header.set("X-\xC3\xA9", "\xFF");
  EXPECT_EQ(header.get("x-\xC3\xA9"), "\xFF");
  EXPECT_EQ(header.get("x-\xC3\x89"), "");
}

TEST(RequestTest, is_a_get_of_the_root_under_the_background_unless_told_otherwise) {
  const Request request;
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.target, "/");
  EXPECT_EQ(request.body, "");
  EXPECT_FALSE(request.context().err());
}

TEST(RequestTest, of_httptest_is_what_was_asked_for) {
  const Request request = new_request("POST", "/form?a=1", "body");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/form?a=1");
  EXPECT_EQ(request.body, "body");
  EXPECT_TRUE(request.header.empty());
  EXPECT_FALSE(request.context().err());
}

TEST(RequestTest, with_another_context_is_otherwise_the_same) {
  Request request = new_request("POST", "/path", "body");
  request.header.set("Accept", "*/*");
  auto [ctx, cancel] = context::with_cancel(request.context());

  const Request derived = request.with_context(ctx);

  EXPECT_EQ(derived.method, "POST");
  EXPECT_EQ(derived.target, "/path");
  EXPECT_EQ(derived.body, "body");
  EXPECT_EQ(derived.header.get("Accept"), "*/*");
}

TEST(RequestTest, keeps_its_own_context_when_another_is_derived) {
  const Request request;
  auto [ctx, cancel] = context::with_cancel(request.context());
  const Request derived = request.with_context(ctx);

  cancel();

  EXPECT_TRUE(derived.context().err());
  EXPECT_FALSE(request.context().err());
}

TEST(RequestTest, shares_its_context_with_its_copies) {
  auto [ctx, cancel] = context::with_cancel(context::background());
  const Request request = Request().with_context(ctx);
  Request copy = request;
  copy.target = "/elsewhere";

  cancel();

  EXPECT_TRUE(request.context().err());
  EXPECT_TRUE(copy.context().err());
  EXPECT_EQ(request.target, "/");
}

Request get(std::string_view target) { return new_request("GET", target); }

Request form(std::string_view body, std::string_view target = "/") {
  Request request = new_request("POST", target, body);
  request.header.set("Content-Type", "application/x-www-form-urlencoded");
  return request;
}

TEST(FormValueTest, is_taken_from_the_query) {
  const Request request = get("/search?q=context&page=2");
  EXPECT_EQ(request.form_value("q"), "context");
  EXPECT_EQ(request.form_value("page"), "2");
}

TEST(FormValueTest, is_empty_when_there_is_no_such_field) {
  EXPECT_EQ(get("/").form_value("q"), "");
  EXPECT_EQ(get("/?").form_value("q"), "");
  EXPECT_EQ(get("/?page=2").form_value("q"), "");
  EXPECT_EQ(get("/?Q=2").form_value("q"), "") << "names of fields have a case";
  EXPECT_EQ(get("/?qq=2&xq=3").form_value("q"), "");
  EXPECT_EQ(form("page=2").form_value("q"), "");
}

TEST(FormValueTest, is_empty_when_the_field_is) {
  EXPECT_EQ(get("/?q=").form_value("q"), "");
  EXPECT_EQ(get("/?q").form_value("q"), "");
  EXPECT_EQ(get("/?q&r=1").form_value("r"), "1");
}

TEST(FormValueTest, passes_over_empty_parts) {
  EXPECT_EQ(get("/?&&q=1&&").form_value("q"), "1");
  EXPECT_EQ(get("/?&&q=1&&").form_value(""), "");
  EXPECT_EQ(get("/?=1").form_value(""), "1");
}

TEST(FormValueTest, is_the_first_of_several) { EXPECT_EQ(get("/?q=1&q=2").form_value("q"), "1"); }

TEST(FormValueTest, keeps_a_second_equals_sign_and_a_second_question_mark) {
  EXPECT_EQ(get("/?q=a=b?c").form_value("q"), "a=b?c");
}

TEST(FormValueTest, unescapes_plus_and_percent_in_names_and_values) {
  EXPECT_EQ(get("/?q=hello+world%21").form_value("q"), "hello world!");
  EXPECT_EQ(get("/?q=a%2bb%2Bc").form_value("q"), "a+b+c");
  EXPECT_EQ(get("/?q=%26%3D%25").form_value("q"), "&=%");
  EXPECT_EQ(get("/?a%20b=1").form_value("a b"), "1");
  EXPECT_EQ(get("/?a+b=1").form_value("a b"), "1");
  EXPECT_EQ(get("/?q=%C3%A9").form_value("q"), "\xC3\xA9");
  EXPECT_EQ(get("/?q=%00x").form_value("q"), std::string("\0x", 2));
}

TEST(FormValueTest, fails_for_a_malformed_escape) {
  const auto malformed = std::make_error_code(std::errc::invalid_argument);
  for (const char* target : {"/?q=%", "/?q=%2", "/?q=%zz", "/?q=%2z", "/?q=%-1", "/?q=%+1",
                             "/?q=% 1", "/?q=%0x41", "/?%=1", "/?q=100%&r=1"}) {
    const auto value = get(target).form_value("q");
    ASSERT_FALSE(value.has_value()) << target;
    EXPECT_EQ(value.error(), malformed) << target;
  }
}

TEST(FormValueTest, does_not_mind_a_malformed_escape_in_another_field) {
  EXPECT_EQ(get("/?r=%zz&q=1").form_value("q"), "1");
}

TEST(FormValueTest, is_taken_from_a_form_in_the_body) {
  EXPECT_EQ(form("q=hello+world&page=2").form_value("q"), "hello world");
  EXPECT_EQ(form("q=%zz").form_value("q").error(),
            std::make_error_code(std::errc::invalid_argument));
}

TEST(FormValueTest, of_the_query_goes_before_that_of_the_body) {
  EXPECT_EQ(form("q=body&only=body", "/?q=query").form_value("q"), "query");
  EXPECT_EQ(form("q=body&only=body", "/?q=query").form_value("only"), "body");
}

TEST(FormValueTest, is_not_taken_from_a_body_that_is_no_form) {
  EXPECT_EQ(new_request("POST", "/", "q=1").form_value("q"), "");
  Request request = new_request("POST", "/", "q=1");
  request.header.set("Content-Type", "text/plain");
  EXPECT_EQ(request.form_value("q"), "");
  request.header.set("Content-Type", "application/x-www-form-urlencodedness");
  EXPECT_EQ(request.form_value("q"), "");
}

TEST(FormValueTest, reads_the_content_type_with_parameters_and_in_any_case) {
  Request request = form("q=1");
  request.header.set("content-type", "application/x-www-form-urlencoded; charset=utf-8");
  EXPECT_EQ(request.form_value("q"), "1");
  request.header.set("content-type", "Application/X-WWW-Form-Urlencoded");
  EXPECT_EQ(request.form_value("q"), "1");
}

TEST(ResponseRecorderTest, says_200_and_nothing_until_something_is_written) {
  ResponseRecorder response;
  EXPECT_EQ(response.code(), Status::ok);
  EXPECT_EQ(response.body(), "");
  EXPECT_TRUE(response.header().empty());
}

TEST(ResponseRecorderTest, keeps_the_first_status) {
  ResponseRecorder response;
  response.write_header(Status::not_found);
  response.write_header(Status::internal_server_error);
  EXPECT_EQ(response.code(), Status::not_found);
}

TEST(ResponseRecorderTest, keeps_a_status_that_has_no_name) {
  ResponseRecorder response;
  response.write_header(static_cast<Status>(418));
  EXPECT_EQ(static_cast<int>(response.code()), 418);
}

TEST(ResponseRecorderTest, takes_a_write_for_the_status_200) {
  ResponseRecorder response;
  response.write("hello");
  response.write_header(Status::not_found);
  EXPECT_EQ(response.code(), Status::ok);
}

TEST(ResponseRecorderTest, takes_an_empty_write_for_the_status_200_as_well) {
  ResponseRecorder response;
  response.write("");
  response.write_header(Status::not_found);
  EXPECT_EQ(response.code(), Status::ok);
}

TEST(ResponseRecorderTest, puts_the_writes_together) {
  ResponseRecorder response;
  response.write_header(Status::bad_gateway);
  response.write("hello, ");
  response.write(std::string_view("w\0rld", 5));
  EXPECT_EQ(response.code(), Status::bad_gateway);
  EXPECT_EQ(response.body(), std::string("hello, w\0rld", 12));
}

TEST(ResponseRecorderTest, shows_the_header_that_was_set) {
  ResponseRecorder response;
  response.header().set("Content-Type", "text/plain");
  EXPECT_EQ(response.header().get("content-type"), "text/plain");
}

}  // namespace
