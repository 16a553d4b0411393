#include "support/leftover.h"

#include <gtest/gtest.h>

#include "support/settle.h"

namespace stage {

void expect_no_thread_left() {
  const auto trouble = settle();
  const auto left = other_threads();
  if (trouble && !left.empty()) ADD_FAILURE() << *trouble;
  for (const OtherThread& thread : left) {
    ADD_FAILURE() << "A thread was left behind: the " << thread.name
                  << " started it, and nobody has joined it. Join it before you return, or keep it "
                     "in a std::jthread.";
  }
  if (!left.empty()) abandon_present_threads();
}

}  // namespace stage
