// What the contract promises beside its idea: the real clock, and whose turn it is.
#include <chrono>

#include "scene.h"
#include "support/laws/law.h"

namespace {

using namespace std::chrono_literals;
using context::Clock;

/// A law, for whoever keeps the step's own tests.
void uphold(const std::function<void(World&, Scene&)>& scene) {
  if (stage::laws::own_tests_are_red()) GTEST_SKIP() << "The step's own tests come first.";
  play(scene);
}

TEST(Law, patience_is_measured_by_the_real_clock) {
  for (const Clock::duration patience : {Clock::duration(1ns), Clock::duration(-1s)}) {
    uphold([patience](World& /*world*/, Scene& client) {
      client.asks(patience);
      client.waits_for_patience_to_end();
      if (client.backend.told == 0) {
        client.fail(
            "Patience was a nanosecond or less, and the store isn't told. The client's context "
            "may live by another clock; patience is measured by the real one.");
      }
      client.lets("it has stopped");
      client.lets("it is rolled back");

      client.expect_answer(too_late, 1, "The store hasn't answered within patience.");
    });
  }
}

// Real time has to pass here, a few milliseconds. If this machine is slower than the store had time
// to answer, that says nothing, and it gets twice as much.
TEST(Law, what_the_store_said_in_time_counts_however_long_the_roll_back_takes) {
  bool in_time = false;
  for (Clock::duration patience = 4ms; !in_time && !HasFailure() && !IsSkipped(); patience *= 2) {
    uphold([&in_time, patience](World& world, Scene& client) {
      client.backend.fetch_error = asio::error::connection_reset;
      client.backend.fails_at_once = true;
      const auto before = Clock::now();

      client.asks(patience);
      const Clock::time_point fetched = client.backend.rolls_back_since;
      if (fetched == Clock::time_point())
        return client.fail("fetch() has failed, and roll_back() isn't called.");
      in_time = fetched - before < patience;
      if (!in_time) return world.run();
      client.waits_until(fetched + patience + 1ms);
      client.lets("it is rolled back");

      client.expect_answer(std::unexpected(std::error_code(client.backend.fetch_error)), 1,
                           "The store has failed in time. How long it takes to roll back is "
                           "nothing that patience is about.");
    });
  }
}

TEST(Law, whoever_has_gone_before_the_stores_turn_has_gone) {
  uphold([](World& world, Scene& client) {
    client.asks_of_nobody();
    client.gives_up();
    client.loop.runs(world);

    if (client.backend.fetches > 0) {
      client.fail("The client had gone before it was the store's turn on the executor.");
    }
    client.expect_answer(canceled, 0, "The client has gone.");
  });
}

}  // namespace
