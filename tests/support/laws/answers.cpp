// The laws of answers.
#include <array>
#include <cstddef>
#include <string>
#include <system_error>
#include <vector>

#include "context/errc.h"
#include "support/laws/law.h"
#include "support/laws/laws.h"

namespace stage::laws {
namespace {

constexpr std::array names = {"ann", "ben", "cleo", "dora", "ed", "fay", "gus", "hal", "ida"};

/// `visitor` comes, waits, and gets what it came for.
void is_served(Visitor& visitor) {
  visitor.asks();
  visitor.is_served();
  visitor.expect_its_answer();
}

}  // namespace

void before_a_request_nothing_happens(const Subject& subject) {
  uphold("before a request comes, nothing is asked for, and nobody is told anything.", subject,
         {[](Scene& scene) {
           scene.server();

           const Backend& backend = scene.backend();
           if (backend.calls("nobody") > 0) {
             scene.fail("The handler has only just been made, and already it asks the store.");
           }
           if (backend.told() > 0) {
             scene.fail(
                 "The handler has only just been made, and already it tells the store to "
                 "cancel.");
           }
         }});
}

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
        ben.request().target = ann.request().target;

        is_served(ann);
        is_served(ben);
      },
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");
        Visitor& cleo = scene.visitor("cleo");

        ann.asks_and_then({&ben, &cleo});  // servers have a thread for many, one after the other
        ann.is_served();
        ben.gives_up();
        ben.is_done_with();
        cleo.is_served();

        ann.expect_its_answer();
        cleo.expect_its_answer();
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

void data_are_data(const Subject& subject) {
  uphold("data are data: whatever they are, the client gets them as they are.", subject,
         {[](Scene& scene) {
           using namespace std::string_literals;
           constexpr std::size_t much = 65'536;
           const std::vector<std::string> data = {"hello, world",
                                                  "hello, world",
                                                  "",
                                                  "zero \0 byte"s,
                                                  std::string(much, 'x') + '.',
                                                  "Grüße, 世界",
                                                  " ends a line\r\n",
                                                  "canceled",
                                                  "404 %s %n <b>"};
           constexpr std::size_t empty = 2;
           std::vector<Visitor*> visitors;
           for (const std::string& text : data) {
             const std::string name = names[visitors.size()];
             visitors.push_back(&scene.visitor(name));
             scene.backend().answers(name, text);
           }

           for (Visitor* const visitor : visitors) is_served(*visitor);
           if (!scene.is_over() && !visitors[empty]->response().touched()) {
             scene.fail("The data for " + visitors[empty]->name() +
                        " are empty, and nothing was written. An empty answer is one, too: "
                        "write() it.");
           }
         }});
}

void a_request_is_a_request(const Subject& subject) {
  const auto visitors_of_all_kinds = [](Scene& scene) {
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
    verbose.request().header.set("Range", "bytes=0-3");
    verbose.request().header.set("If-None-Match", "*");
    Visitor& brief = scene.visitor("ed");
    brief.request().method = "HEAD";
    return std::vector{&posting, &searching, &nameless, &verbose, &brief};
  };
  uphold("a request is a request, whatever its method, target, header and body.", subject,
         {
             [&](Scene& scene) {
               Visitor& staying = scene.visitor("fay");
               staying.can_not_give_up();

               for (Visitor* const visitor : visitors_of_all_kinds(scene)) is_served(*visitor);
               is_served(staying);
             },
             [&](Scene& scene) {
               const auto leavers = visitors_of_all_kinds(scene);

               for (Visitor* const leaver : leavers) {
                 leaver->asks();
                 leaver->gives_up();
                 leaver->is_done_with();
                 if (scene.subject().silent) leaver->expect(nothing());
               }

               scene.expect_told_of({leavers.begin(), leavers.end()});
             },
         });
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
      [](Scene& scene) {
        Visitor& ann = scene.visitor("ann");
        Visitor& ben = scene.visitor("ben");

        ann.asks();
        ben.asks();
        ann.gives_up();
        ben.is_served();
        ann.is_done_with();

        ben.expect_its_answer();
        ben.expect_all_its_calls();
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
  uphold("each request asks once, whatever comes of it.", subject, scenes);
}

void what_the_request_carries_goes_along(const Subject& subject) {
  uphold("all are asked under a context that is derived from the request's.", subject,
         {[](Scene& scene) {
           Visitor& ann = scene.visitor("ann");

           ann.asks();
           ann.is_served();

           EXPECT_EQ(scene.backend().calls_of_nobody(), 0)
               << "Nothing shows that this was asked for ann: derive from the context of her "
                  "request, and its values and its deadline go along.";
         }});
}

void an_error_is_an_error(const Subject& subject) {
  uphold("an error is an error, also when it looks like the end of a context that is live.",
         subject, {[](Scene& scene) {
           const std::vector<std::error_code> errors = {
               make_error_code(std::errc::io_error),
               make_error_code(std::errc::operation_canceled),
               make_error_code(std::errc::timed_out),
               make_error_code(std::errc::interrupted),
               make_error_code(std::errc::invalid_argument),
               make_error_code(std::errc::resource_unavailable_try_again),
               context::Errc::canceled,
               context::Errc::deadline_exceeded};
           std::vector<Visitor*> visitors;
           for (const std::error_code error : errors) {
             const std::string name = names[visitors.size()];
             visitors.push_back(&scene.visitor(name));
             scene.backend().answers(name, std::unexpected(error));
           }
           Visitor& last = scene.visitor("zoe");

           for (Visitor* const visitor : visitors) {
             is_served(*visitor);
             visitor->expect_all_its_calls();
           }
           is_served(last);
         }});
}

void any_error_is_an_error(const Subject& subject) {
  uphold("any error is an error, whatever its number.", subject, {[](Scene& scene) {
           constexpr int last = 133;
           scene.backend().be_quick();
           std::vector<Visitor*> visitors = scene.visitors(last);
           for (int number = 1; number <= last; ++number) {
             const std::error_code error(number, std::generic_category());
             Visitor& visitor = *visitors[static_cast<std::size_t>(number - 1)];
             const bool open = error == std::errc::timed_out;
             scene.backend().answers(visitor.name(),
                                     open ? Answer("data") : std::unexpected(error));
           }

           visitors.front()->asks_and_then({visitors.begin() + 1, visitors.end()});

           for (Visitor* const visitor : visitors) visitor->expect_its_answer();
         }});
}

}  // namespace stage::laws
