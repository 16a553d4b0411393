// The laws of this step alone: its names, its forms, its log, its time.
#include <chrono>

#include "context/manual_clock.h"
#include "desk.h"
#include "support/laws/law.h"
#include "support/stage.h"

namespace {

using namespace std::chrono_literals;
using context::testing::ManualClock;
using stage::laws::nothing;
using stage::laws::Outcome;
using stage::laws::Scene;
using stage::laws::uphold;
using stage::laws::Visitor;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

const std::error_code disk = make_error_code(std::errc::io_error);
const std::error_code late = context::Errc::deadline_exceeded;

/// Scenes have a Desk; who is late is answered.
const stage::laws::Subject subject{.serve = {},
                                   .late = {http::Status::gateway_timeout, late.message()}};

http::Request form(std::string name) {
  http::Request request = httptest::new_request("POST", "/", "name=" + std::move(name));
  request.header.set("Content-Type", "application/x-www-form-urlencoded");
  return request;
}

TEST(Law, a_name_reaches_the_store_as_it_is) {
  uphold("a name reaches the store as it is, wherever in the form it stands, and \"\" is one, too.",
         subject, {[](Scene& scene) {
           const std::string much(5000, 'n');
           const std::vector<std::string> targets = {"/?name=mole",
                                                     "/?name=a+b%26c%00",
                                                     "/?name=+%20Mole%0d%0a%09",
                                                     "/?name=..%2F%2e%2e%2F%25zz",
                                                     "/?name=007",
                                                     "/x/y?z=1&name=%C3%BC&name=second",
                                                     "/?name=",
                                                     "/?name=" + much,
                                                     "/?surname=x",
                                                     "/name=mole",
                                                     ""};
           auto visitors = scene.visitors(targets.size());
           for (std::size_t i = 0; i < targets.size(); ++i) {
             visitors[i]->request().target = targets[i];
           }
           visitors.push_back(&scene.visitor("ann"));
           visitors.back()->request() = form("in%20the+body");
           auto& desk = scene.world().make<Desk>(scene);

           for (Visitor* const visitor : visitors) {
             visitor->asks(desk.handler);
             visitor->is_served();
             visitor->expect_its_answer();
           }

           const std::vector<std::string> names = {"mole",
                                                   std::string("a b&c\0", 6),
                                                   "  Mole\r\n\t",
                                                   "../../%zz",
                                                   "007",
                                                   "ü",
                                                   "",
                                                   much,
                                                   "",
                                                   "",
                                                   "",
                                                   "in the body"};
           EXPECT_THAT(desk.store.names(), ElementsAreArray(names));
         }});
}

TEST(Law, a_malformed_form_is_the_clients_business) {
  uphold("a malformed form is answered with 400; the store isn't asked, nothing is logged.",
         subject, {[](Scene& scene) {
           const Outcome refusal{http::Status::bad_request,
                                 make_error_code(std::errc::invalid_argument).message()};
           auto& clock = scene.world().make<ManualClock>();
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           Visitor& dora = scene.visitor("dora");
           ann.request().target = "/?name=100%";
           ben.request() = form("%x1");
           cleo.request().target = "/?name=%-1";
           cleo.has_time(clock, 0s);
           dora.request().target = "/?name=%";
           auto& desk = scene.world().make<Desk>(scene);

           for (Visitor* const visitor : {&ann, &ben, &cleo}) {
             visitor->asks(desk.handler);
             visitor->expect(refusal);
             visitor->expect_no_call();
           }
           dora.gives_up();
           dora.asks(desk.handler);

           dora.expect(nothing());
           EXPECT_THAT(desk.log.lines(), IsEmpty());
         }});
}

TEST(Law, when_the_time_is_up_the_store_says_what_comes_of_it) {
  uphold("when the request's time is up, what the store says decides: data, 504, or 500.", subject,
         {[](Scene& scene) {
           auto& clock = scene.world().make<ManualClock>();
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           Visitor& dora = scene.visitor("dora");
           for (Visitor* const visitor : {&ann, &ben, &cleo}) visitor->has_time(clock, 1s);
           dora.has_time(clock, 0s);
           scene.backend().be_stubborn();
           scene.backend().answers("ben", std::unexpected(disk));
           scene.backend().answers("cleo", std::unexpected(late));
           auto& desk = scene.world().make<Desk>(scene);

           for (Visitor* const visitor : {&ann, &ben, &cleo}) visitor->asks(desk.handler);
           passes(scene, clock, 1s, "moves on: the time of all three is up");
           for (Visitor* const visitor : {&ann, &ben, &cleo}) visitor->is_done_with();

           ann.expect({http::Status::ok, "what ann wanted"});
           ben.expect({http::Status::internal_server_error, disk.message()});
           cleo.expect({http::Status::gateway_timeout, late.message()});
           dora.asks(desk.handler);
           dora.is_served();
           dora.expect({http::Status::ok, "what dora wanted"});
           const std::vector<testing::Matcher<std::string>> lines = {HasSubstr(disk.message()),
                                                                     HasSubstr(late.message())};
           EXPECT_THAT(desk.log.lines(), ElementsAreArray(lines));
         }});
}

TEST(Law, the_line_in_the_log_is_part_of_the_request) {
  uphold("when the handler returns, all is done: the line in the log is written.", subject,
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           scene.backend().answers("ann", std::unexpected(disk));
           auto& desk = scene.world().make<Desk>(scene);
           desk.log.write_slowly();

           ann.asks(desk.handler);
           ann.is_served();

           ann.expect_not_returned("the line about ann's failure isn't written yet");
         }});
}

TEST(Law, each_answer_is_written_in_one_go) {
  uphold("each answer's body is written in one go.", subject, {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           scene.backend().answers("ann", std::string(65'536, 'x') + '\0' + "line\nline\n");
           scene.backend().answers("ben", std::unexpected(disk));
           auto& desk = scene.world().make<Desk>(scene);

           for (Visitor* const visitor : {&ann, &ben}) {
             visitor->asks(desk.handler);
             visitor->is_served();

             EXPECT_EQ(visitor->response().writes(), 1) << "Times that write() was called.";
           }
         }});
}

}  // namespace
