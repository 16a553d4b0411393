#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/leftover.h"
#include "support/points/budget.h"
#include "support/settle.h"

namespace {

/// Writes a line a test to the file that KATA_REPORT names, each at once, so that the runner knows
/// how far a run came that crashed, hung or ended itself:
///   run Suite.name | pass Suite.name | fail Suite.name | skip Suite.name | done
class Report : public testing::EmptyTestEventListener {
 public:
  explicit Report(const char* path) : file_(std::fopen(path, "we")) {
    if (file_ == nullptr) std::perror(path);
  }
  ~Report() override {
    if (file_ != nullptr) std::fclose(file_);
  }
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;

  void OnTestStart(const testing::TestInfo& test) override { line("run", &test); }
  void OnTestEnd(const testing::TestInfo& test) override {
    const testing::TestResult& result = *test.result();
    line(result.Skipped() ? "skip" : result.Passed() ? "pass" : "fail", &test);
  }
  void OnTestProgramEnd(const testing::UnitTest& /*program*/) override {
    if (const auto tried = stage::points::what_was_tried(); !tried.empty()) {
      line(tried.c_str(), nullptr);
    }
    line("done", nullptr);
  }

 private:
  void line(const char* what, const testing::TestInfo* test) {
    if (file_ == nullptr) return;
    std::fputs(what, file_);
    if (test != nullptr) std::fprintf(file_, " %s.%s", test->test_suite_name(), test->name());
    std::fputs("\n", file_);
    std::fflush(file_);
  }

  std::FILE* file_;
};

class NoThreadLeft : public testing::EmptyTestEventListener {
  void OnTestEnd(const testing::TestInfo& /*test*/) override { stage::expect_no_thread_left(); }
};

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  std::thread([] {}).join();  // a sanitizer starts its own thread with our first
  stage::ignore_present_threads();

  testing::TestEventListeners& listeners = testing::UnitTest::GetInstance()->listeners();
  // Listeners hear of a test's end in reverse order: the report must be written last.
  if (const char* path = std::getenv("KATA_REPORT")) listeners.Append(new Report(path));
  listeners.Append(new NoThreadLeft);

  const int status = RUN_ALL_TESTS();
  std::fflush(nullptr);
  // A scene that hangs leaves threads behind that must not see static objects go.
  if (stage::times_abandoned() > 0) std::_Exit(status);
  return status;
}
