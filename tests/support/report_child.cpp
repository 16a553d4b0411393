// Tests that end in every way there is; report_test.cpp runs them one at a time.
#include <csignal>
#include <cstdlib>
#include <memory>
#include <thread>

#include "support/stage.h"

namespace {

TEST(Child, passes) {}

TEST(Child, fails) { ADD_FAILURE(); }

TEST(Child, is_skipped) { GTEST_SKIP(); }

TEST(Child, ends_the_process) { std::exit(0); }

TEST(Child, ends_the_process_from_a_scene) {
  explore([](World& world) { world.start("handler", [] { std::exit(0); }); });
}

TEST(Child, is_killed) { std::raise(SIGKILL); }

TEST(Child, leaves_a_thread_behind) {
  const auto gate = std::make_shared<stage::Gate>();
  std::thread([gate] { gate->wait(); }).detach();
}

TEST(Child, hangs) {
  explore([](World& world) {
    const auto gate = std::make_shared<stage::Gate>();
    world.start("handler", [gate] { gate->wait(); });
  });
}

TEST(Child, runs_last) {}

}  // namespace
