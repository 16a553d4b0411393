// Waiting for an event for as long as a token lets.
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "support/failures.h"
#include "support/stage.h"
#include "support/world.h"

namespace {

using stage::failures_of;
using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// Actors that wait for "the fetch returns", and what each of them says of it at last.
class Waiters {
 public:
  explicit Waiters(World& world) : world_(world) {}

  void start(const std::string& name, const std::stop_token& given_up) {
    world_.start(name, [this, name, given_up] {
      const bool happened = world_.wait_for("the fetch returns", given_up);
      const std::lock_guard lock(mutex_);
      said_.push_back(name + (happened ? " has it" : " gives up"));
    });
  }

  [[nodiscard]] std::vector<std::string> said() const {
    const std::lock_guard lock(mutex_);
    return said_;
  }

 private:
  World& world_;
  mutable std::mutex mutex_;
  std::vector<std::string> said_;
};

/// A handler that waits, and a client that may end that: "the client gives up".
Waiters& handler_and_client(World& world) {
  auto& waiters = world.make<Waiters>(world);
  auto& client = world.make<std::stop_source>();
  waiters.start("handler", client.get_token());
  world.may_happen("the client gives up", "client", [&] { client.request_stop(); });
  return waiters;
}

TEST(WaitForTest, returns_true_when_the_event_has_happened) {
  explore([](World& world) {
    auto& waiters = world.make<Waiters>(world);
    const std::stop_source client;
    waiters.start("handler", client.get_token());
    EXPECT_FALSE(world.finished("handler"));
    world.let("the fetch returns");
    EXPECT_TRUE(world.finished("handler"));
    EXPECT_THAT(waiters.said(), ElementsAre("handler has it"));
  });
}

TEST(WaitForTest, returns_false_as_soon_as_stop_is_requested) {
  explore([](World& world) {
    Waiters& waiters = handler_and_client(world);
    EXPECT_THAT(waiters.said(), IsEmpty());
    world.let("the client gives up");
    EXPECT_THAT(waiters.said(), ElementsAre("handler gives up"));
  });
}

TEST(WaitForTest, returns_false_at_once_when_stop_was_requested_before) {
  explore([](World& world) {
    auto& waiters = world.make<Waiters>(world);
    std::stop_source client;
    client.request_stop();
    waiters.start("handler", client.get_token());
    EXPECT_THAT(waiters.said(), ElementsAre("handler gives up"));
  });
}

TEST(WaitForTest, waits_for_the_event_alone_with_a_token_that_can_not_stop) {
  explore([](World& world) {
    auto& waiters = world.make<Waiters>(world);
    waiters.start("handler", std::stop_token());
    EXPECT_FALSE(world.finished("handler"));
    world.run();
    EXPECT_THAT(waiters.said(), ElementsAre("handler has it"));
  });
}

TEST(WaitForTest, takes_no_notice_of_a_stop_after_the_event) {
  explore([](World& world) {
    Waiters& waiters = handler_and_client(world);
    world.let("the fetch returns");
    world.let("the client gives up");
    EXPECT_THAT(waiters.said(), ElementsAre("handler has it"));
  });
}

TEST(WaitForTest, has_its_event_when_the_stop_comes_at_the_same_time) {
  explore([](World& world) {
    Waiters& waiters = handler_and_client(world);
    world.let_both("the fetch returns", "the client gives up");
    EXPECT_THAT(waiters.said(), ElementsAre("handler has it"));
  });
  explore([](World& world) {
    Waiters& waiters = handler_and_client(world);
    world.let_both("the client gives up", "the fetch returns");
    EXPECT_THAT(waiters.said(), ElementsAre("handler has it"));
  });
}

TEST(WaitForTest, is_walked_with_and_without_the_event) {
  std::vector<std::string> said;
  explore([&](World& world) {
    Waiters& waiters = handler_and_client(world);
    world.run();
    for (const std::string& what : waiters.said()) said.push_back(what);
  });
  EXPECT_THAT(said, ElementsAre("handler gives up", "handler has it"));
}

TEST(WaitForTest, is_walked_with_ties_when_it_is_told_to) {
  std::vector<std::string> said;
  explore([&](World& world) {
    world.with_ties();
    Waiters& waiters = handler_and_client(world);
    world.run();
    for (const std::string& what : waiters.said()) said.push_back(what);
  });
  EXPECT_THAT(said, UnorderedElementsAre("handler gives up", "handler has it", "handler has it"));
}

TEST(WaitForTest, fails_when_the_event_is_to_happen_after_the_stop) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  handler_and_client(world);
                  world.let("the client gives up");
                  world.let("the fetch returns");
                });
              }),
              ElementsAre(HasSubstr("It can't happen now that the fetch returns: nobody has come "
                                    "to the place where it could.")));
}

TEST(WaitForTest, fails_in_the_order_in_which_it_gives_up_and_only_there) {
  EXPECT_THAT(failures_of([] {
                explore([](World& world) {
                  Waiters& waiters = handler_and_client(world);
                  world.run();
                  EXPECT_THAT(waiters.said(), ElementsAre("handler has it"));
                });
              }),
              ElementsAre(AllOf(HasSubstr("handler gives up"),
                                EndsWith("What happened (order 1 of 2: the client gives up):"))));
}

TEST(WaitForTest, withdraws_no_event_but_its_own) {
  explore([](World& world) {
    auto& waiters = world.make<Waiters>(world);
    std::stop_source hasty;
    const std::stop_source patient;
    waiters.start("patient", patient.get_token());
    waiters.start("hasty", hasty.get_token());
    hasty.request_stop();
    world.let("the fetch returns");
    EXPECT_THAT(waiters.said(), UnorderedElementsAre("hasty gives up", "patient has it"));
  });
}

TEST(WaitForTest, can_wait_once_more_when_it_has_given_up) {
  explore([](World& world) {
    world.start("handler", [&] {
      std::stop_source client;
      client.request_stop();
      EXPECT_FALSE(world.wait_for("the fetch returns", client.get_token()));
      EXPECT_TRUE(world.wait_for("the fetch returns", std::stop_token()));
    });
    world.let("the fetch returns");
    EXPECT_TRUE(world.finished("handler"));
  });
}

}  // namespace
