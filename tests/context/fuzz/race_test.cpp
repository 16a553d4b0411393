/// Programs for two threads, from a seed that is printed: what fuzz/run.sh does for longer.

#include "race.h"

#include <vector>

#include "../support.h"

namespace {

TEST(Race, of_two_threads_leaves_behind_what_one_order_of_their_steps_explains) {
  Random random;
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::uint8_t> program(48);
    for (std::uint8_t& byte : program) byte = static_cast<std::uint8_t>(random.below(256));

    const auto complaint = fuzz::Race::run(program);

    EXPECT_FALSE(complaint) << *complaint << ", in round " << round;
  }
}

}  // namespace
