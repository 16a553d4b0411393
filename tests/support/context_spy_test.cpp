#include "support/context_spy.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "context/context.h"
#include "context/errc.h"
#include "support/failures.h"
#include "support/spy_store_with_context.h"
#include "support/stage.h"

namespace {

using stage::failures_of;
using stage::Mark;
using stage::SpyStoreWithContext;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NiceMock;
using testing::StrictMock;

/// A store, actors that fetch from it, and a context that a test may end.
class Scene {
 public:
  explicit Scene(World& world, const SpyStoreWithContext::Answer& data = "data")
      : world_(world), store(world.make<NiceMock<SpyStoreWithContext>>(world, data)) {}

  /// Lets a new actor fetch, which runs until it has its answer or is blocked.
  void fetch(const context::Context& ctx) {
    world_.start("handler", [this, ctx] {
      auto came = store.fetch(ctx);
      const std::lock_guard lock(mutex_);
      answer = std::move(came);
    });
  }

  void cancel() {
    world_.start("client", [this] { derived_.cancel(); });
  }

  [[nodiscard]] const context::Context& ctx() const { return derived_.ctx; }

 private:
  World& world_;
  context::Derived derived_ = context::with_cancel(context::background());
  std::mutex mutex_;

 public:
  SpyStoreWithContext& store;
  SpyStoreWithContext::Answer answer = "nothing yet";  // the last that came
};

std::vector<std::string> failures_in(const std::function<void(World&, Scene&)>& scene) {
  return failures_of(
      [&] { explore([&](World& world) { scene(world, world.make<Scene>(world)); }); });
}

context::Context marked(const context::Context& parent) {
  return context::with_value<Mark>(parent, std::make_shared<const std::string>("ours"));
}

TEST(ContextSpyTest, takes_until_its_event_to_return_the_data) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.fetch(scene.ctx());
    EXPECT_FALSE(world.finished("handler"));
    world.let("the fetch returns");
    EXPECT_EQ(scene.answer, "data");
    EXPECT_EQ(world.story().text(),
              "  1  handler  calls store.fetch()\n"
              "  2  store    returns \"data\"\n");
  });
}

TEST(ContextSpyTest, returns_the_error_that_it_was_made_with) {
  const auto error = make_error_code(std::errc::connection_refused);
  explore([&](World& world) {
    auto& scene = world.make<Scene>(world, std::unexpected(error));
    scene.fetch(scene.ctx());
    world.let("the fetch returns");
    EXPECT_EQ(scene.answer, std::unexpected(error));
    EXPECT_THAT(world.story().text(), HasSubstr("store    fails: \"Connection refused\"\n"));
  });
}

TEST(ContextSpyTest, gives_up_with_the_error_of_its_context_when_that_ends) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.fetch(scene.ctx());
    scene.cancel();
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_EQ(scene.answer, std::unexpected(make_error_code(context::Errc::canceled)));
    EXPECT_EQ(world.story().text(),
              "  1  handler  calls store.fetch()\n"
              "  2  store    gives up: \"context canceled\"\n");
  });
}

TEST(ContextSpyTest, gives_up_at_once_in_a_context_that_has_ended_before) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.cancel();
    scene.fetch(scene.ctx());
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_EQ(scene.answer, std::unexpected(make_error_code(context::Errc::canceled)));
  });
}

TEST(ContextSpyTest, comes_back_with_another_error_when_it_is_told_to) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.store.fails_when_cancelled(make_error_code(std::errc::connection_reset));
    scene.fetch(scene.ctx());
    scene.cancel();
    EXPECT_EQ(scene.answer, std::unexpected(make_error_code(std::errc::connection_reset)));
    scene.store.assert_its_context_ended();
  });
}

TEST(ContextSpyTest, returns_the_data_all_the_same_when_nobody_has_given_up) {
  explore([](World& world) {
    auto& scene = world.make<Scene>(world);
    scene.store.fails_when_cancelled(make_error_code(std::errc::connection_reset));
    scene.fetch(scene.ctx());
    world.run();
    EXPECT_EQ(scene.answer, "data");
  });
}

TEST(ContextSpyTest, accepts_that_its_context_ended_during_the_fetch) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.fetch(scene.ctx());
                scene.cancel();
                scene.store.assert_its_context_ended();
              }),
              IsEmpty());
}

TEST(ContextSpyTest, fails_when_the_context_of_the_fetch_is_another_that_goes_on) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.fetch(context::background());
                scene.cancel();
                scene.store.assert_its_context_ended();
              }),
              ElementsAre(AllOf(HasSubstr("The client gave up during the fetch, and the context "
                                          "that store.fetch() was given knows nothing of it. Pass "
                                          "on the request's own: request.context()."),
                                EndsWith("store    returns \"data\""))));
}

TEST(ContextSpyTest, fails_when_the_context_of_the_fetch_ended_after_it) {
  EXPECT_THAT(failures_in([](World& world, Scene& scene) {
                scene.fetch(scene.ctx());
                world.let("the fetch returns");
                scene.cancel();
                scene.store.assert_its_context_ended();
              }),
              ElementsAre(HasSubstr("knows nothing of it")));
}

TEST(ContextSpyTest, fails_once_when_it_was_never_called) {
  const std::string never =
      "store.fetch() was never called. Call it, with the request's context or one derived from it.";
  EXPECT_THAT(failures_in([](World&, Scene& scene) { scene.store.assert_its_context_ended(); }),
              ElementsAre(HasSubstr(never)));
  EXPECT_THAT(
      failures_in([](World&, Scene& scene) { scene.store.assert_its_context_was_marked(); }),
      ElementsAre(HasSubstr(never)));
}

TEST(ContextSpyTest, knows_a_marked_context_and_what_is_derived_from_it) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                const context::Context ours = marked(scene.ctx());
                auto [below, cancel] = context::with_cancel(ours);
                scene.fetch(ours);
                scene.fetch(below);
                scene.store.assert_its_context_was_marked();
              }),
              IsEmpty());
}

TEST(ContextSpyTest, fails_when_one_of_the_contexts_was_not_marked) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.fetch(marked(scene.ctx()));
                scene.fetch(scene.ctx());
                scene.store.assert_its_context_was_marked();
              }),
              ElementsAre(HasSubstr("The context that store.fetch() was given lacks what the "
                                    "request's context carries, so it is neither that one nor "
                                    "derived from it. Pass on the request's own: "
                                    "request.context().")));
}

TEST(ContextSpyTest, counts_its_fetches) {
  EXPECT_THAT(failures_in([](World&, Scene& scene) { scene.store.assert_fetched(0); }), IsEmpty());
  EXPECT_THAT(failures_in([](World&, Scene& scene) { scene.store.assert_fetched(1); }),
              ElementsAre(HasSubstr("Calls of store.fetch(): 0. There should be 1.")));
  EXPECT_THAT(failures_in([](World&, Scene& scene) {
                scene.fetch(scene.ctx());
                scene.fetch(scene.ctx());
                scene.store.assert_fetched(2);
                scene.store.assert_fetched(1);
              }),
              ElementsAre(HasSubstr("Calls of store.fetch(): 2. There should be 1.")));
}

TEST(ContextSpyTest, forbids_as_a_strict_mock_whatever_was_not_expected) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& store = world.make<StrictMock<SpyStoreWithContext>>(world, "data");
                  world.start("handler",
                              [&] { static_cast<void>(store.fetch(context::background())); });
                });
              }),
              ElementsAre(HasSubstr("Uninteresting mock function call")));
}

}  // namespace
