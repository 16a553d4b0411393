#include "serve/rows.h"

#include <charconv>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/core.h>
#include <sqlite3.h>

#include "context/context.h"
#include "http/flusher.h"

namespace serve {
namespace {

using Row = std::expected<std::optional<std::string>, std::error_code>;

constexpr int instructions_between_looks = 1'000;

/// A candidate is divided by all that might divide it: 100,000 numbers where we usually begin.
constexpr const char* primes = R"(
WITH RECURSIVE candidate(i) AS (VALUES(max(?1, 2)) UNION ALL SELECT i + 1 FROM candidate)
SELECT i FROM candidate WHERE NOT EXISTS (
  WITH RECURSIVE divisor(d) AS
    (VALUES(2) UNION ALL SELECT d + 1 FROM divisor WHERE (d + 1) * (d + 1) <= i)
  SELECT 1 FROM divisor WHERE i % d = 0 AND d < i)
LIMIT ?2)";

std::error_code sqlite_error(int code) {
  struct Category : std::error_category {
    [[nodiscard]] const char* name() const noexcept override { return "sqlite"; }
    [[nodiscard]] std::string message(int code) const override { return sqlite3_errstr(code); }
  };
  static const Category category;
  return {code, category};
}

/// What a request asks for.
struct Wanted {
  std::int64_t from = 10'000'000'000;
  std::int64_t rows = -1;  // all of them

  static std::expected<Wanted, std::error_code> of(const http::Request& request) {
    Wanted wanted;
    const bool good = read(request, "from", wanted.from) && read(request, "rows", wanted.rows);
    if (good) return wanted;
    return std::unexpected(make_error_code(std::errc::invalid_argument));
  }

 private:
  /// Whether it is a number from 0 to 10^18; without one `value` stays as it is.
  static bool read(const http::Request& request, const std::string& name, std::int64_t& value) {
    const auto text = request.form_value(name);
    if (!text || text->empty()) return text.has_value();
    const char* const last = text->data() + text->size();
    const auto [end, wrong] = std::from_chars(text->data(), last, value);
    return wrong == std::errc() && end == last && value >= 0 && value <= 1'000'000'000'000'000'000;
  }
};

/// A query under a context, on a connection of its own: see step 18.
class Cursor {
 public:
  Cursor(context::Context ctx, const Wanted& wanted) : ctx_(std::move(ctx)) {
    const auto ask = [](void* its) { return static_cast<Cursor*>(its)->ctx_.err() ? 1 : 0; };
    code_ = sqlite3_open(":memory:", &db_);
    if (code_ != SQLITE_OK) return;
    sqlite3_progress_handler(db_, instructions_between_looks, ask, this);
    code_ = sqlite3_prepare_v2(db_, primes, -1, &statement_, nullptr);
    if (code_ != SQLITE_OK) return;
    sqlite3_bind_int64(statement_, 1, wanted.from);
    sqlite3_bind_int64(statement_, 2, wanted.rows);
  }
  ~Cursor() {
    sqlite3_finalize(statement_);
    sqlite3_close(db_);
  }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  /// The next row, none at the end, or why there is neither: once ctx has ended, its err().
  Row next() {
    if (code_ == SQLITE_OK || code_ == SQLITE_ROW) {
      if (!ctx_.err()) code_ = sqlite3_step(statement_);
    }
    if (ctx_.err()) return std::unexpected(ctx_.err());
    if (code_ == SQLITE_DONE) return std::nullopt;
    if (code_ != SQLITE_ROW) return std::unexpected(sqlite_error(code_));
    return std::to_string(sqlite3_column_int64(statement_, 0));
  }

 private:
  context::Context ctx_;
  sqlite3* db_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
  int code_ = SQLITE_OK;
};

void refuse(Task& task, http::ResponseWriter& response, const http::Request& request,
            std::error_code error) {
  const std::error_code over = request.context().err();
  if (over == context::Errc::canceled) return;
  const bool wrong = error == std::errc::invalid_argument;
  response.write_header(over    ? http::Status::gateway_timeout
                        : wrong ? http::Status::bad_request
                                : http::Status::internal_server_error);
  response.write(error.message() + '\n');
  if (!over) task.done("failed: " + error.message());
}

}  // namespace

void serve_rows(Task& task, http::ResponseWriter& response, const http::Request& request) {
  const auto wanted = Wanted::of(request);
  if (!wanted) return refuse(task, response, request, wanted.error());

  Cursor cursor(request.context(), *wanted);
  auto& flusher = dynamic_cast<http::Flusher&>(response);
  for (int sent = 0;; ++sent) {
    task.at(fmt::format("row {}", sent + 1));
    const Row row = cursor.next();
    if (!row && sent == 0) return refuse(task, response, request, row.error());
    if (!row && !request.context().err()) task.done("broken off: " + row.error().message());
    if (!row) return;

    if (sent == 0) response.header().set("Content-Type", "text/csv");
    if (sent == 0) response.write_header(http::Status::ok);
    if (!*row || request.method == "HEAD") return task.done("answered");
    response.write(**row + '\n');
    flusher.flush();
  }
}

}  // namespace serve
