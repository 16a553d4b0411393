// The laws of the log: a line is a line, and each request has one.
#include "server.h"

#include <string>
#include <system_error>

#include "scene.h"
#include "support/laws/backend_store_with_context.h"
#include "support/laws/law.h"
#include "support/stage.h"
#include "trace.h"
#include "user.h"

namespace {

using stage::laws::BackendStoreWithContext;
using stage::laws::uphold;
using stage::laws::Visitor;
using testing::ElementsAre;
using Play = stage::laws::Scene;  // Scene is the step's own

const std::string one = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string two = "105445aa7843bc8bf206b12000100000";

TEST(Law, a_line_is_a_line_whatever_the_message) {
  using namespace std::string_literals;
  uphold("a line is both ids and the message, escaped, whatever that is.", {}, {[](Play&) {
           const auto traced = context::with_value<trace::Id>(context::background(), one);
           const auto both = context::with_value<user::Id>(traced, "ann");
           const auto other = context::with_value<trace::Id>(both, two);
           const auto further = context::with_cancel(other);
           const std::string much(65'536, 'x');

           for (const std::string& message :
                {""s, "a  b "s, "zero \0 byte"s, "Grüße\t\x7f\xff"s, "- -"s, "\\n %s"s, much}) {
             EXPECT_EQ(log_line(both, message), one + " ann " + escaped(message));
           }
           EXPECT_EQ(log_line(further.ctx, "hello"), two + " ann hello") << "The nearest counts.";
         }});
}

TEST(Law, each_request_has_one_line_whatever_comes_of_it) {
  uphold("each request has one line in the log, whatever comes of it.", {}, {[](Play& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           Visitor& dora = scene.visitor("dora");
           Visitor& ed = scene.visitor("ed");
           Visitor& fay = scene.visitor("fay");
           scene.backend().answers("ann", std::unexpected(make_error_code(std::errc::io_error)));
           ben.request().target = "/ann";
           dora.request().method = "DELETE";
           dora.request().target = "/a b?c=d#\xc3\xbc\x7f";
           ed.request().target = "";
           fay.request().target = std::string(2'000, 'f') + "\n\\.";
           SpyLog& log = scene.world().make<SpyLog>(scene.world());
           const http::Handler handler =
               server(scene.world().make<BackendStoreWithContext>(scene.backend()), log);

           ann.asks(handler);
           ann.is_served();
           ben.asks(handler);
           ben.gives_up();
           cleo.gives_up();
           cleo.asks(handler);
           cleo.is_done_with();
           dora.asks(handler);
           dora.is_served();
           for (Visitor* const visitor : {&ed, &fay}) {
             visitor->asks(handler);
             visitor->is_served();
           }

           EXPECT_THAT(log.lines(), ElementsAre("- - GET /ann", "- - GET /ann", "- - GET /cleo",
                                                "- - DELETE /a b?c=d#\\xc3\\xbc\\x7f", "- - GET ",
                                                "- - GET " + escaped(fay.request().target)));
         }});
}

/// A log whose lines take their time: each ends with the event "the line is written".
class SlowLog : public Log {
 public:
  explicit SlowLog(World& world) : world_(world) {}

  void add(std::string_view line) override {
    world_.tell("begins to log \"" + escaped(line) + "\"");
    world_.wait_for("the line is written");
  }

 private:
  World& world_;
};

TEST(Law, the_line_in_the_log_is_part_of_the_request) {
  uphold("when the handler returns, all is done: the line in the log is written.", {},
         {[](Play& scene) {
           Visitor& ann = scene.visitor("ann");
           auto& log = scene.world().make<SlowLog>(scene.world());
           auto& store = scene.world().make<BackendStoreWithContext>(scene.backend());
           auto& handler = scene.world().make<http::Handler>(server(store, log));

           ann.asks(handler);
           ann.is_done_with();

           ann.expect_not_returned("the line about ann's request isn't written yet");
         }});
}

}  // namespace
