// The laws of this step alone: who ends, and when, and that nobody else does.
#include "store.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <system_error>

#include "support/laws/law.h"
#include "support/laws/laws.h"
#include "support/stage.h"
#include "workshop.h"

namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using context::Clock;
using stage::laws::nothing;
using stage::laws::ok;
using stage::laws::Scene;
using stage::laws::uphold;
using stage::laws::Visitor;

TEST(Law, it_may_end_while_built_is_told) {
  for (const Clock::duration tick : {0h, 1h}) {
    for (const std::string& until : {"a"s, "ab"s, "abc"s}) {
      uphold("built() is waited for, and when the context has ended by then, that was all.",
             subject(), {[&](Scene& scene) {
               auto& shop = scene.world().make<Workshop>(scene, "abc", tick);
               Visitor& ann = scene.visitor("ann");
               ann.has_time(shop.clock, 1000h);
               shop.when(until.back(), [&] { scene.world().wait_for("the store goes on"); });

               shop.asks(ann);
               for (std::size_t i = 0; i < until.size(); ++i) shop.passes(tick);
               ann.gives_up(make_error_code(std::errc::connection_reset));
               ann.expect_not_returned("built() has not returned");
               shop.passes(tick);
               scene.world().let("the store goes on");

               shop.expect_built(until);
               ann.expect(nothing());
             }});
      if (HasFailure()) return;
    }
  }
}

TEST(Law, the_next_tick_begins_when_built_has_returned) {
  uphold("the next tick begins when built() has returned, however long that took.", subject(),
         {[](Scene& scene) {
           auto& shop = scene.world().make<Workshop>(scene, "abc", 1h);
           Visitor& ann = scene.visitor("ann");
           ann.has_time(shop.clock, 1000h);
           shop.when('a', [&] { scene.world().wait_for("the store goes on"); });

           shop.asks(ann);
           shop.passes(1h);
           shop.passes(5h);
           scene.world().let("the store goes on");
           shop.passes(59min);
           shop.expect_built("a");
           shop.passes(1min);
           shop.expect_built("ab");
           shop.passes(1h);

           ann.expect(ok("abc"));
         }});
}

TEST(Law, one_waits_for_no_other) {
  uphold("several may fetch at once: each has its own text, its own ticks and its own end.",
         subject(), {[](Scene& scene) {
           auto& shop = scene.world().make<Workshop>(scene, "abc", 1h);
           Visitor& ann = scene.visitor("ann");
           Visitor& ben = scene.visitor("ben");
           Visitor& cleo = scene.visitor("cleo");
           for (Visitor* const visitor : {&ann, &ben}) visitor->has_time(shop.clock, 1000h);
           cleo.has_time(shop.clock, 100min);

           shop.asks(ann);
           shop.passes(30min);
           shop.asks(ben);
           shop.asks(cleo);
           shop.passes(30min);
           shop.expect_built("a");  // ann's
           shop.passes(30min);
           shop.expect_built("aaa");  // ben's and cleo's
           ann.gives_up();
           ann.expect_returned("ann has given up");
           shop.passes(1h);
           shop.expect_built("aaab");  // ben's
           cleo.expect_returned("cleo's time is up");
           shop.passes(1h);

           shop.expect_built("aaabc");
           ben.expect(ok("abc"));
           ann.expect(nothing());
           cleo.expect(nothing());
         }});
}

TEST(Law, both_at_once_is_over) {
  uphold("when a tick and the time of the request end at once, it has ended.", subject(),
         {[](Scene& scene) {
           auto& shop = scene.world().make<Workshop>(scene, "abc", 1h);
           Visitor& ann = scene.visitor("ann");
           ann.has_time(shop.clock, 2h);

           shop.asks(ann);
           shop.passes(1h);
           shop.passes(1h);

           shop.expect_built("a");
           ann.expect(nothing());
         }});
}

/// Sends the visitor's request to `shop`. When its context ends, all who wanted to be told of that
/// before the event "the news is out" happens have to wait for it.
class SlowNews {
 public:
  SlowNews(Scene& scene, Workshop& shop, Visitor& visitor) : world_(scene.world()) {
    visitor.asks([this, handler = shop.handler()](auto& response, const auto& request) {
      ctx_ = request.context();
      handler(response, request);
    });
  }
  void travel_slowly() {
    first_.emplace(ctx_.done(), [this] { world_.wait_for("the news is out"); });
  }

 private:
  World& world_;
  context::Context ctx_;
  std::optional<std::stop_callback<std::function<void()>>> first_;
};

TEST(Law, told_is_not_yet_heard) {
  uphold("told is not yet heard: it is over when err() says so, whoever else hears of it first.",
         subject(),
         {[](Scene& scene) {
            auto& shop = scene.world().make<Workshop>(scene, "abc", 1h);
            Visitor& ann = scene.visitor("ann");
            ann.has_time(shop.clock, 1000h);

            auto& news = scene.world().make<SlowNews>(scene, shop, ann);
            news.travel_slowly();
            ann.gives_up();
            shop.passes(1h);
            shop.passes(1h);
            shop.expect_built("");
            scene.world().let("the news is out");

            ann.expect(nothing());
          },
          [](Scene& scene) {
            auto& shop = scene.world().make<Workshop>(scene, "abc", 1h);
            Visitor& ann = scene.visitor("ann");
            ann.has_time(shop.clock, 1000h);
            shop.when('a', [&] { scene.world().wait_for("the store goes on"); });

            auto& news = scene.world().make<SlowNews>(scene, shop, ann);
            shop.passes(1h);
            news.travel_slowly();
            ann.gives_up();
            scene.world().let("the store goes on");
            shop.passes(1h);
            shop.expect_built("a");
            scene.world().let("the news is out");

            ann.expect(nothing());
          }});
}

}  // namespace
