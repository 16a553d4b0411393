#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "context/context.h"
#include "context/manual_clock.h"
#include "support/stage.h"
#include "support/temporary_folder.h"

namespace {

using namespace std::chrono_literals;

/// A file that is there whole or not at all.
class Draft {
 public:
  explicit Draft(std::filesystem::path target) : target_(std::move(target)) {
    part_ = target_;
    part_ += ".part";
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    std::error_code ignored;  // a destructor has nobody to tell
    std::filesystem::remove(part_, ignored);
  }

  void append(std::string_view text) const {
    std::ofstream out(part_, std::ios::app);
    out << text << std::flush;
    if (!out) throw std::runtime_error("can't write to " + part_.string());
  }
  void keep() const { std::filesystem::rename(part_, target_); }

 private:
  std::filesystem::path target_;
  std::filesystem::path part_;
};

std::error_code export_rows(const context::Context& ctx, const std::vector<std::string>& rows,
                            const std::filesystem::path& file) {
  const Draft draft(file);
  for (const std::string& row : rows) {
    if (const auto why = ctx.err()) return why;
    draft.append(row + "\n");
  }
  if (const auto why = ctx.err()) return why;  // the last look
  draft.keep();                                // from here on it is done
  return {};
}

TEST(CleaningUp, leaves_no_half_a_file) {
  const TemporaryFolder folder;
  const auto [ctx, cancel] = context::with_cancel(context::background());
  cancel();

  EXPECT_EQ(export_rows(ctx, {"Ann", "Bob"}, folder.path() / "names"), context::Errc::canceled);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_FALSE(export_rows(context::background(), {"Ann"}, folder.path() / "names"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "names"));
}

struct TraceId {
  using value_type = std::string;
};

/// Does what it is told for as long as the context lives, as a good database does.
class Database {
 public:
  std::error_code execute(const context::Context& ctx, const std::string& sql) {
    if (const auto why = ctx.err()) return why;
    const std::string* const trace = ctx.value<TraceId>();
    log.push_back((trace == nullptr ? "-" : *trace) + " " + sql);
    return {};
  }

  std::vector<std::string> log;
};

/// Needs time of its own: the request's has run out, that is why it is called.
std::error_code roll_back(const context::Context& ctx, Database& database) {
  const auto [own, cancel] = context::with_timeout(context::without_cancel(ctx), 5s);
  return database.execute(own, "ROLLBACK");
}

TEST(CleaningUp, with_the_context_that_has_ended_does_not_happen) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  Database database;
  cancel();

  EXPECT_EQ(database.execute(ctx, "ROLLBACK"), context::Errc::canceled);
  EXPECT_THAT(database.log, testing::IsEmpty());
}

TEST(CleaningUp, has_a_context_of_its_own_with_the_values_of_the_request) {
  const auto traced = context::with_value<TraceId>(context::background(), "4bf92f35");
  const auto [ctx, cancel] = context::with_cancel(traced);
  Database database;
  cancel();

  EXPECT_FALSE(roll_back(ctx, database));
  EXPECT_THAT(database.log, testing::ElementsAre("4bf92f35 ROLLBACK"));
}

TEST(CleaningUp, has_an_end_too) {
  context::testing::ManualClock clock;
  const auto [ctx, cancel_request] = context::with_cancel(clock.background());
  const auto [own, cancel] = context::with_timeout(context::without_cancel(ctx), 5s);

  cancel_request();
  EXPECT_FALSE(own.err());
  clock.advance(5s);

  EXPECT_EQ(own.err(), context::Errc::deadline_exceeded);
}

}  // namespace
