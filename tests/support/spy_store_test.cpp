#include "support/spy_store.h"

#include <functional>
#include <string>
#include <vector>

#include "support/failures.h"
#include "support/stage.h"

namespace {

using stage::failures_of;
using stage::SpyStore;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NiceMock;
using testing::StrictMock;

/// What `scene` fails with on a store whose fetch() an actor has begun.
std::vector<std::string> failures_with_a_fetch(
    const std::function<void(World&, SpyStore&)>& scene) {
  return failures_of([&] {
    explore([&](World& world) {
      auto& store = world.make<NiceMock<SpyStore>>(world, "data");
      world.start("handler", [&] { EXPECT_EQ(store.fetch(), "data"); });
      scene(world, store);
    });
  });
}

void cancel(World& world, SpyStore& store) {
  world.start("client", [&] { store.cancel(); });
}

TEST(SpyStoreTest, takes_until_its_event_to_return_the_data) {
  explore([](World& world) {
    auto& store = world.make<NiceMock<SpyStore>>(world, "data");
    world.start("handler", [&] { EXPECT_EQ(store.fetch(), "data"); });
    EXPECT_FALSE(world.finished("handler"));
    world.let("the fetch returns");
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_EQ(world.story().text(),
              "  1  handler  calls store.fetch()\n"
              "  2  store    returns \"data\"\n");
  });
}

TEST(SpyStoreTest, accepts_that_it_is_told_once_during_the_fetch) {
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                cancel(world, store);
                store.assert_told();
                store.assert_told_during_the_fetch();
                EXPECT_THAT(world.story().text(), HasSubstr("store    is told to cancel\n"));
              }),
              IsEmpty());
}

TEST(SpyStoreTest, fails_when_it_was_never_told) {
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_told(); }),
              ElementsAre(HasSubstr("store.cancel() was never called")));
  EXPECT_THAT(
      failures_with_a_fetch([](World&, SpyStore& store) { store.assert_told_during_the_fetch(); }),
      ElementsAre(HasSubstr("store.cancel() was never called")));
}

TEST(SpyStoreTest, fails_when_it_was_told_twice) {
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                cancel(world, store);
                cancel(world, store);
                store.assert_told_during_the_fetch();
              }),
              ElementsAre(HasSubstr("The store was told to cancel 2 times; once will do.")));
}

TEST(SpyStoreTest, fails_when_it_was_told_too_late) {
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                world.run();
                cancel(world, store);
                store.assert_told();
                store.assert_told_during_the_fetch();
              }),
              ElementsAre(AllOf(HasSubstr("told to cancel when no fetch was running"),
                                HasSubstr("is told to cancel        <-- but it isn't fetching"))));
}

TEST(SpyStoreTest, fails_when_it_was_told_too_early) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& store = world.make<NiceMock<SpyStore>>(world, "data");
                  cancel(world, store);
                  world.start("handler", [&] { store.fetch(); });
                  store.assert_told_during_the_fetch();
                });
              }),
              ElementsAre(HasSubstr("told to cancel when no fetch was running")));
}

TEST(SpyStoreTest, fails_when_it_was_told_and_should_not_have_been) {
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_never_told(); }),
              IsEmpty());
  EXPECT_THAT(failures_with_a_fetch([](World& world, SpyStore& store) {
                cancel(world, store);
                store.assert_never_told();
              }),
              ElementsAre(HasSubstr("Nobody gave up during the fetch")));
}

TEST(SpyStoreTest, counts_its_fetches) {
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_fetched(1); }),
              IsEmpty());
  EXPECT_THAT(
      failures_with_a_fetch([](World&, SpyStore& store) { store.assert_fetched(0); }),
      ElementsAre(HasSubstr("called 1 time, and it should be 0. Ask request.context() before")));
  EXPECT_THAT(failures_with_a_fetch([](World&, SpyStore& store) { store.assert_fetched(2); }),
              ElementsAre(HasSubstr("called 1 time, and it should be 2.")));
}

TEST(SpyStoreTest, forbids_as_a_strict_mock_whatever_was_not_expected) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  auto& store = world.make<StrictMock<SpyStore>>(world, "data");
                  world.start("handler", [&] { store.fetch(); });
                  world.start("client", [&] { store.cancel(); });
                });
              }),
              ElementsAre(HasSubstr("Uninteresting mock function call"),
                          HasSubstr("Uninteresting mock function call")));
}

}  // namespace
