// The laws of answers.
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "context/errc.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"

namespace stage::laws {
namespace {

/// `visitor` comes, waits, and gets what it came for.
void is_served(Visitor& visitor) {
  visitor.asks();
  visitor.is_served();
  visitor.expect_its_answer();
}

}  // namespace

void each_request_is_served_for_itself(const Subject& subject) {
  std::vector<std::function<void(Scene&)>> scenes = {
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");
        Visitor& cleo = scene.visitor("cleo");

        is_served(ann);
        is_served(ben);
        is_served(cleo);
      },
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");

        ann.asks();
        ann.gives_up();
        ann.is_done_with();

        is_served(ben);
      },
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");

        ann.gives_up();
        ann.asks();
        ann.is_done_with();

        is_served(ben);
      },
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");

        is_served(ann);
        ben.asks(scene.another_server());
        ben.is_served();
        ben.expect_its_answer();
      },
  };
  if (subject.told == Told::by_the_context) {
    scenes.emplace_back([](Scene& scene) {
      Visitor& ann = scene.visitor("ann");
      Visitor& ben = scene.visitor("ben");
      Visitor& cleo = scene.visitor("cleo");
      const auto broken = std::unexpected(make_error_code(std::errc::io_error));
      scene.backend().answers("ben", broken);

      is_served(ann);
      is_served(ben);
      is_served(cleo);
    });
  }
  uphold("each request is served for itself, and nothing is left over from the one before.",
         subject, scenes);
}

void requests_at_the_same_time_do_not_meet(const Subject& subject) {
  uphold("requests at the same time don't meet: none waits for another, and each gets its own.",
         subject,
         {
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");

               ann.asks();
               ben.asks();
               ben.is_served();
               ben.expect_its_answer();
               ann.is_served();
               ann.expect_its_answer();
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");
               Visitor& cleo = scene.visitor("cleo");

               ann.asks();
               ben.asks();
               ann.is_served();
               ann.expect_its_answer();
               cleo.asks();
               cleo.is_served();
               cleo.expect_its_answer();
               ben.is_served();
               ben.expect_its_answer();
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               Visitor& ben = scene.visitor("ben");

               const http::Handler copy = scene.server();
               ann.asks();
               scene.server() = nullptr;
               ben.asks(copy);
               ben.is_served();
               ben.expect_its_answer();
               ann.is_served();
               ann.expect_its_answer();
             },
         });
}

void data_are_data(const Subject& subject) {
  uphold("data are data: whatever they are, the client gets them as they are.", subject,
         {[](Scene& scene) {
           using namespace std::string_literals;
           constexpr std::size_t much = 65'536;
           const std::vector<std::string> data = {"hello, world",  "",
                                                  "zero \0 byte"s, std::string(much, 'x') + '.',
                                                  "Grüße, 世界",   " ends a line\r\n",
                                                  "canceled",      "404 %s %n <b>"};
           std::vector<Visitor*> visitors;
           for (const std::string& text : data) {
             const std::string name = "no. " + std::to_string(visitors.size() + 1);
             visitors.push_back(&scene.visitor(name));
             scene.backend().answers(name, text);
           }

           for (Visitor* const visitor : visitors) is_served(*visitor);
         }});
}

void a_request_is_a_request(const Subject& subject) {
  uphold("a request is a request, whatever its method, target, header and body.", subject,
         {[](Scene& scene) {
           Visitor& posting = scene.visitor("ann");
           posting.request().method = "POST";
           posting.request().body = "a=1&b=2";
           Visitor& searching = scene.visitor("ben");
           searching.request().target = "/a/b?c=d&e=%41";
           Visitor& nameless = scene.visitor("cleo");
           nameless.request().target = "";
           Visitor& verbose = scene.visitor("dora");
           verbose.request().header.set("Accept", "image/png");
           verbose.request().header.set("Connection", "close");
           Visitor& staying = scene.visitor("ed");
           staying.can_not_give_up();

           for (Visitor* visitor : {&posting, &searching, &nameless, &verbose, &staying}) {
             is_served(*visitor);
           }
         }});
}

void each_request_asks_once(const Subject& subject) {
  std::vector<std::function<void(Scene&)>> scenes = {
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");
        scene.backend().answers("ben", "");

        is_served(ann);
        is_served(ben);

        ann.expect_all_its_calls();
        ben.expect_all_its_calls();
      },
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");

        ann.asks();
        ann.gives_up();
        ann.is_done_with();

        ann.expect_all_its_calls();
      },
  };
  if (subject.told == Told::by_the_context) {
    scenes.emplace_back([](Scene& scene) {
      Visitor& ann = scene.visitor("ann");
      scene.backend().answers("ann", std::unexpected(make_error_code(std::errc::io_error)));

      is_served(ann);

      ann.expect_all_its_calls();
    });
  }
  uphold("for each request one asks once, whatever comes of it.", subject, scenes);
}

void an_error_is_an_error(const Subject& subject) {
  uphold("an error is an error, also when it looks like the end of a context that is live.",
         subject, {[](Scene& scene) {
           const std::vector<std::error_code> errors = {
               make_error_code(std::errc::io_error),
               make_error_code(std::errc::operation_canceled),
               make_error_code(std::errc::timed_out),
               make_error_code(std::errc::interrupted),
               context::Errc::canceled,
               context::Errc::deadline_exceeded};
           std::vector<Visitor*> visitors;
           for (const std::error_code error : errors) {
             const std::string name = "no. " + std::to_string(visitors.size() + 1);
             visitors.push_back(&scene.visitor(name));
             scene.backend().answers(name, std::unexpected(error));
           }
           Visitor& last = scene.visitor("zoe");

           for (Visitor* const visitor : visitors) is_served(*visitor);
           is_served(last);
         }});
}

void returned_means_done(const Subject& subject) {
  uphold("when the handler returns, all is done: nothing of this request is under way any more.",
         subject,
         {
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");

               ann.asks();
               ann.expect_not_returned("what was asked for ann is under way");
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");
               ann.response().write_slowly();

               ann.asks();
               ann.is_served();
               ann.expect_not_returned("the write to ann is under way");
               ann.gives_up();
               ann.expect_not_returned("the write to ann is under way");
             },
             [](Scene& scene) {
               Visitor& ann = scene.visitor("ann");

               ann.asks();
               ann.gives_up();
               if (scene.subject().stubborn || scene.backend().at_work_for("ann").empty()) return;
               ann.expect_not_returned("what was asked for ann is under way");
             },
         });
}

void gone_means_done(const Subject& subject) {
  uphold("when the last copy of the handler is gone, nothing of it is under way any more.", subject,
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           World& world = scene.world();

           ann.asks();
           ben.asks();
           ann.gives_up();
           ben.gives_up();
           world.start("end of server", [&server = scene.server()] { server = nullptr; });
           const int inside = scene.backend().inside();
           if (inside > 0 && ann.has_returned() && ben.has_returned() &&
               world.finished("end of server")) {
             ADD_FAILURE() << "The last copy of the handler is gone, and calls that it began are "
                              "under way still: "
                           << inside << ". Whoever starts a thread has to wait for it.";
           }
         }});
}

}  // namespace stage::laws
