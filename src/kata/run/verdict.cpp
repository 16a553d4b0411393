#include "kata/run/verdict.h"

#include <array>
#include <cerrno>

#include <sys/mman.h>
#include <unistd.h>

#include "kata/base/descriptor.h"

namespace kata {
namespace {

Kind kind_of(const Ending& run, const Report& report) {
  switch (run.end) {
    case End::not_started:
      return Kind::not_started;
    case End::cancelled:
      return Kind::cancelled;
    case End::timed_out:
      return Kind::timed_out;
    case End::killed:
      return Kind::crashed;
    case End::exited:
      break;
  }
  if (!report.done) return Kind::ended_itself;
  if (!report.failed.empty()) return Kind::red;
  if (run.number != 0) return Kind::ended_itself;  // after the tests, as a leak checker does
  return report.passed.empty() ? Kind::no_tests : Kind::green;
}

/// A file in memory for the report: a full disk must not change a verdict.
class ReportFile {
 public:
  [[nodiscard]] bool good() const { return file_.good(); }

  /// Where another process of ours finds it.
  [[nodiscard]] std::string path() const {
    return "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(file_.get());
  }

  [[nodiscard]] std::string text() const {
    std::string result;
    std::array<char, 4096> buffer;
    while (true) {
      const ssize_t count =
          pread(file_.get(), buffer.data(), buffer.size(), static_cast<off_t>(result.size()));
      if (count <= 0) return result;
      result.append(buffer.data(), static_cast<std::size_t>(count));
    }
  }

 private:
  Descriptor file_{memfd_create("kata-report", MFD_CLOEXEC)};
};

}  // namespace

Verdict verdict_on(const Ending& run, const Report& report) {
  return {kind_of(run, report), report.passed, report.failed, report.skipped,
          report.open,          run.number,    run.output,    report.holds};
}

Verdict test(const context::Context& ctx, const std::filesystem::path& binary,
             std::chrono::milliseconds limit, const std::vector<std::string>& arguments,
             const std::filesystem::path& answer, const std::vector<std::string>& variables) {
  const ReportFile file;
  if (!file.good()) return verdict_on({End::not_started, errno, ""}, {});

  Command command;
  command.words = {binary.string(), "--gtest_color=no"};
  command.words.insert(command.words.end(), arguments.begin(), arguments.end());
  command.environment = environment_without(
      {"GTEST_", "TESTBRIDGE_TEST_ONLY=", "KATA_REPORT=", "KATA_ANSWER=", "KATA_STORIES="});
  command.environment.push_back("KATA_REPORT=" + file.path());
  if (!answer.empty()) command.environment.push_back("KATA_ANSWER=" + answer.string());
  command.environment.insert(command.environment.end(), variables.begin(), variables.end());
  command.limit = limit;
  const Ending ended = run(ctx, command);
  return verdict_on(ended, read_report(file.text()));
}

}  // namespace kata
