#include "support/laws/law.h"

#include <cstring>
#include <string>

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "support/explore.h"

namespace stage::laws {
namespace {

/// What ADD_FAILURE() says of itself; it will say so again when the failure is passed on.
constexpr std::string_view generic = "Failed\n";

/// Passes on what failed, and says whether anything did.
bool report(const testing::TestPartResultArray& parts, std::string_view law,
            const std::source_location& where) {
  bool first = true;
  for (int i = 0; i < parts.size(); ++i) {
    const testing::TestPartResult& part = parts.GetTestPartResult(i);
    if (!part.failed()) continue;
    const bool has_place = part.file_name() != nullptr && part.line_number() > 0;
    std::string message = part.message();
    if (message.starts_with(generic)) message.erase(0, generic.size());
    if (first) message = "The law: " + std::string(law) + "\n" + message;
    first = false;
    ADD_FAILURE_AT(has_place ? part.file_name() : where.file_name(),
                   has_place ? part.line_number() : static_cast<int>(where.line()))
        << message;
  }
  return !first;
}

}  // namespace

bool own_tests_are_red() {
  const auto& program = *testing::UnitTest::GetInstance();
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *program.GetTestSuite(i);
    if (std::strcmp(suite.name(), "Law") != 0 && suite.failed_test_count() > 0) return true;
  }
  return false;
}

void uphold(std::string_view law, const Subject& subject,
            const std::vector<std::function<void(Scene&)>>& scenes, std::source_location where) {
  if (own_tests_are_red()) {
    GTEST_SKIP() << "The step's own tests come first.";
  }
  for (const auto& scene : scenes) {
    testing::TestPartResultArray parts;
    {
      const testing::ScopedFakeTestPartResultReporter reporter(
          testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &parts);
      explore([&](World& world) { scene(world.make<Scene>(world, subject)); }, where);
    }
    if (report(parts, law, where)) return;  // one story is enough
  }
}

}  // namespace stage::laws
