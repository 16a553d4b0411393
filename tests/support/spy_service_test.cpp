#include "support/spy_service.h"

#include <functional>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "context/context.h"
#include "context/errc.h"
#include "support/failures.h"
#include "support/stage.h"

namespace {

using stage::answering;
using stage::failing;
using stage::failures_of;
using stage::SpyService;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StrictMock;

/// Services that actors ask in one context, which a test may end.
class Scene {
 public:
  explicit Scene(World& world)
      : world_(world),
        users(answering(world, "users", "Ann")),
        orders(failing(world, "orders", std::errc::connection_refused)) {}

  /// Lets a new actor ask, which runs until it has its answer or is blocked.
  void ask(SpyService& service) {
    world_.start("handler", [this, &service] {
      auto came = service.fetch(derived_.ctx);
      const std::lock_guard lock(mutex_);
      answer = std::move(came);
    });
  }

  void cancel() {
    world_.start("client", [this] { derived_.cancel(); });
  }

 private:
  World& world_;
  context::Derived derived_ = context::with_cancel(context::background());
  std::mutex mutex_;

 public:
  SpyService& users;
  SpyService& orders;
  SpyService::Answer answer = "nothing yet";  // the last that came
};

std::vector<std::string> failures_in(const std::function<void(World&, Scene&)>& scene) {
  return failures_of(
      [&] { explore([&](World& world) { scene(world, world.make<Scene>(world)); }); });
}

TEST(SpyServiceTest, takes_until_its_event_to_answer) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    EXPECT_EQ(scene.users.event(), "users answers");
    EXPECT_EQ(scene.users.text(), "Ann");
    scene.ask(scene.users);
    EXPECT_FALSE(scene.users.ended());
    world.let("users answers");
    EXPECT_TRUE(scene.users.ended());
    EXPECT_EQ(scene.answer, "Ann");
    EXPECT_EQ(world.story().text(),
              "  1  users  is asked\n"
              "  2  users  answers \"Ann\"\n");
  });
}

TEST(SpyServiceTest, takes_until_its_event_to_fail) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    EXPECT_EQ(scene.orders.event(), "orders fails");
    EXPECT_EQ(scene.orders.text(), "Connection refused");
    scene.ask(scene.orders);
    world.let("orders fails");
    EXPECT_TRUE(scene.orders.ended());
    EXPECT_EQ(scene.answer, std::unexpected(make_error_code(std::errc::connection_refused)));
    EXPECT_THAT(world.story().text(), EndsWith("  2  orders  fails: Connection refused\n"));
  });
}

TEST(SpyServiceTest, gives_up_with_the_error_of_its_context_when_that_ends) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.ask(scene.users);
    scene.cancel();
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_FALSE(scene.users.ended());
    EXPECT_EQ(scene.answer, std::unexpected(make_error_code(context::Errc::canceled)));
    EXPECT_THAT(world.story().text(), EndsWith("  2  users  is told to stop, and gives up\n"));
  });
}

TEST(SpyServiceTest, that_is_stubborn_takes_as_long_as_it_takes) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.users.be_stubborn();
    scene.ask(scene.users);
    scene.cancel();
    EXPECT_FALSE(world.finished("handler"));
    scene.users.comes_to_its_end();
    EXPECT_EQ(scene.answer, "Ann");
    EXPECT_THAT(world.story().text(),
                EndsWith("  2  users  answers \"Ann\"        <-- though it was told to stop\n"));
  });
}

TEST(SpyServiceTest, knows_which_of_two_has_ended_first) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.ask(scene.users);
    scene.ask(scene.orders);
    EXPECT_FALSE(scene.users.ended_before(scene.orders)) << "Neither has ended.";
    scene.orders.comes_to_its_end();
    EXPECT_TRUE(scene.orders.ended_before(scene.users)) << "The other may end later, or never.";
    EXPECT_FALSE(scene.users.ended_before(scene.orders));
    scene.users.comes_to_its_end();
    EXPECT_TRUE(scene.orders.ended_before(scene.users));
    EXPECT_FALSE(scene.users.ended_before(scene.orders));
  });
}

TEST(SpyServiceTest, tells_what_many_do_in_the_order_of_their_names) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.ask(scene.users);
    scene.ask(scene.orders);
    scene.cancel();
    EXPECT_EQ(world.story().text(),
              "  1  orders  is asked\n"
              "  2  users   is asked\n"
              "  3  orders  is told to stop, and gives up\n"
              "  4  users   is told to stop, and gives up\n");
  });
}

TEST(SpyServiceTest, accepts_that_it_is_asked_once_and_fails_for_any_other_number) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.ask(scene.users);
                scene.users.assert_asked_once();
              }),
              IsEmpty());
  EXPECT_THAT(failures_in([](World&, Scene& scene) { scene.users.assert_asked_once(); }),
              ElementsAre(HasSubstr("users.fetch() was called 0 times. Ask each once.")));
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                for (int i = 0; i < 2; ++i) {
                  scene.ask(scene.users);
                  scene.users.comes_to_its_end();
                }
                scene.users.assert_asked_once();
              }),
              ElementsAre(HasSubstr("users.fetch() was called 2 times. Ask each once.")));
}

TEST(SpyServiceTest, accepts_that_it_works) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.ask(scene.users);
                scene.users.assert_working();
              }),
              IsEmpty());
}

TEST(SpyServiceTest, fails_when_it_should_work_and_has_not_been_asked) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) { scene.users.assert_working(); }),
              ElementsAre(HasSubstr("users has not been asked yet. Ask all at once.")));
}

TEST(SpyServiceTest, fails_when_it_should_work_and_works_no_more) {
  const auto works_no_more = HasSubstr(
      "users works no more, and nobody had a reason to stop it. Cancel only when its answer has "
      "become useless.");
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.ask(scene.users);
                scene.cancel();
                scene.users.assert_working();
              }),
              ElementsAre(AllOf(works_no_more, HasSubstr("users  is told to stop"))));
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.ask(scene.users);
                scene.users.comes_to_its_end();
                scene.users.assert_working();
              }),
              ElementsAre(works_no_more));
}

TEST(SpyServiceTest, fails_once_when_it_is_to_end_and_does_not_work) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) { scene.users.comes_to_its_end(); }),
              ElementsAre(HasSubstr("users has not been asked yet. Ask all at once.")));
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.ask(scene.users);
                scene.cancel();
                scene.users.comes_to_its_end();
              }),
              ElementsAre(HasSubstr("users works no more")));
}

TEST(SpyServiceTest, accepts_that_it_gave_up) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.ask(scene.users);
                scene.cancel();
                scene.users.assert_gave_up("The client has gone");
              }),
              IsEmpty());
}

TEST(SpyServiceTest, fails_when_it_should_have_given_up_and_works_on) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.ask(scene.users);
                scene.users.assert_gave_up("The client has gone");
              }),
              ElementsAre(HasSubstr("The client has gone, and users works on: the context that it "
                                    "was given has not ended.")));
}

TEST(SpyServiceTest, fails_when_it_should_have_given_up_and_was_never_asked) {
  EXPECT_THAT(
      failures_in([](World&, Scene& scene) { scene.users.assert_gave_up("The client has gone"); }),
      ElementsAre(HasSubstr("users has not even been asked. Ask all at once.")));
}

TEST(SpyServiceTest, forbids_as_a_strict_mock_whatever_was_not_expected) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& service = world.make<StrictMock<SpyService>>(world, "users", "Ann");
                  world.start("handler",
                              [&] { static_cast<void>(service.fetch(context::background())); });
                });
              }),
              ElementsAre(HasSubstr("Uninteresting mock function call")));
}

}  // namespace
