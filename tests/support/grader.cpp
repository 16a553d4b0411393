/// A step in which the learner writes the test has this for its test program: a test of tests. Each
/// handler that the learner's test is tried on is a test here, which runs the learner's in a
/// process of its own. --gtest_repeat says how often that runs.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "kata/base/files.h"
#include "kata/run/grade.h"
#include "kata/run/interrupts.h"

namespace {

using Objection = std::optional<std::string>;

constexpr int usual_times = 5;
constexpr std::chrono::seconds limit(10);  // for a test that ends in a millisecond

/// The list that CMake has left beside this program.
kata::Trials trials_of_this_program() {
  std::filesystem::path list = std::filesystem::read_symlink("/proc/self/exe");
  list += ".handlers";
  auto trials = kata::read_trials(kata::read_file(list).value_or(""));
  if (trials) return *std::move(trials);
  std::fprintf(stderr, "%s: %s\n", list.c_str(), trials.error().c_str());
  std::_Exit(2);
}

const kata::Interrupts interrupts;  // what we start ends with us
const kata::Trials trials = trials_of_this_program();

/// What came of them, tried when it is first asked for.
const std::vector<kata::Trial>& results() {
  static const std::vector<kata::Trial> results = kata::try_out(
      interrupts.context(), trials.handlers, std::max(usual_times, GTEST_FLAG_GET(repeat)), limit);
  return results;
}

class YourTest : public testing::Test {
 public:
  explicit YourTest(std::function<Objection()> objection) : objection_(std::move(objection)) {}

  void TestBody() override {
    const Objection objection = objection_();
    if (objection) ADD_FAILURE_AT(trials.test.c_str(), 1) << *objection;
  }

 private:
  std::function<Objection()> objection_;
};

void add_test(std::string name, const std::function<Objection()>& objection) {
  std::ranges::replace(name, ' ', '_');
  [[maybe_unused]] const auto make = [objection]() -> YourTest* { return new YourTest(objection); };
#ifndef __clang_analyzer__  // which takes what googletest keeps for a leak
  testing::RegisterTest("YourTest", name.c_str(), nullptr, nullptr, __FILE__, __LINE__, make);
#endif
}

void add_test(const std::string& name, kata::Flaw flaw) {
  add_test(name, [flaw] { return kata::objection(flaw, results()); });
}

bool add_tests() {
  add_test("runs to its end", kata::Flaw::breaks_off);
  add_test("says the same each time", kata::Flaw::changes_its_mind);
  add_test("is not always red", kata::Flaw::always_red);
  add_test("is not always green", kata::Flaw::always_green);
  for (std::size_t i = 0; i < trials.handlers.size(); ++i) {
    const kata::Handler& handler = trials.handlers[i];
    add_test((handler.right ? "accepts " : "catches ") + handler.name,
             [i] { return kata::objection(results()[i]); });
  }
  return true;
}

[[maybe_unused]] const bool added = add_tests();

}  // namespace
