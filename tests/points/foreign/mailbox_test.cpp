#include "mailbox.h"

#include <gtest/gtest.h>

#include "support/explore.h"

TEST(Mailbox, hands_over_a_letter_whoever_comes_first) {
  stage::explore([](stage::World& world) {
    auto& mailbox = world.make<Mailbox>();
    auto& letter = world.make<std::string>();
    world.with_holds_over_events();

    world.may_happen("ann takes", "ann", [&] { letter = mailbox.take(); });
    world.may_happen("ben puts", "ben", [&] { mailbox.put("hello"); });
    world.run();

    EXPECT_EQ(letter, "hello");
  });
}
