#include "serve/journal.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "context/wait.h"

namespace serve {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kept_events = 2'000;

}  // namespace

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') result += '\\';
    if (c >= ' ' && c <= '~') {
      result += c;
    } else {
      result += fmt::format("\\u00{:02x}", byte);
    }
  }
  return result + '"';
}

namespace {

/// Whatever a client has sent, fit for a log: one line, no colours.
std::string plain(std::string_view text) {
  const std::string result = in_quotes(text);
  return result.substr(1, result.size() - 2);
}

}  // namespace

std::size_t Journal::begin(std::size_t parent, std::string_view name) {
  const std::lock_guard lock(mutex_);
  const std::size_t number = ++last_number_;
  under_way_.push_back({number, parent, std::string(name), "", context::Clock::now()});
  tell(fmt::format(R"({{"type":"begin","id":{},"parent":{},"name":{},"at":{}}})", number, parent,
                   in_quotes(name), now()));
  return number;
}

void Journal::at(std::size_t number, std::string_view where) {
  const std::lock_guard lock(mutex_);
  Work* const work = find(number);
  if (work == nullptr) return;
  work->where = where;
  tell(fmt::format(R"({{"type":"at","id":{},"where":{},"at":{}}})", number, in_quotes(where),
                   now()));
}

void Journal::end(std::size_t number, const End& end) {
  const std::lock_guard lock(mutex_);
  Work* const found = find(number);
  if (found == nullptr) return;
  const Work work = std::exchange(*found, std::move(under_way_.back()));
  under_way_.pop_back();
  tell(fmt::format(R"({{"type":"end","id":{},"how":{},"stopped":{},"late":{},"at":{}}})", number,
                   in_quotes(end.how), end.stopped, end.late_bytes, now()));

  const auto took = std::chrono::duration_cast<milliseconds>(context::Clock::now() - work.begun);
  std::string line = work.parent == 0 ? fmt::format("{:>4}  ", number) : "        ";
  line += fmt::format("{}: {} after {} ms", plain(work.name), end.how, took.count());
  if (end.stopped && !work.where.empty()) line += ", stopped at " + plain(work.where);
  if (work.parent == 0) {
    if (end.stopped) line += fmt::format("; {} bytes written after that", end.late_bytes);
    sum_.requests += 1;
    sum_.stopped += end.stopped ? 1 : 0;
    sum_.late_bytes += end.late_bytes;
  }
  write_(line + '\n');
}

void Journal::say(std::string_view line) {
  const std::lock_guard lock(mutex_);
  write_(std::string(line) + '\n');
}

Journal::Sum Journal::sum() const {
  const std::lock_guard lock(mutex_);
  return sum_;
}

std::expected<Journal::News, std::error_code> Journal::wait_for_news(const context::Context& ctx,
                                                                     std::size_t next) {
  std::unique_lock lock(mutex_);
  const std::error_code over = context::wait_until(
      ctx, changed_, lock, [&] { return first_event_ + events_.size() > next; });
  if (over) return std::unexpected(over);
  News news;
  const std::size_t skipped = next > first_event_ ? next - first_event_ : 0;
  news.events.assign(events_.begin() + static_cast<std::ptrdiff_t>(skipped), events_.end());
  news.next = first_event_ + events_.size();
  return news;
}

Journal::Work* Journal::find(std::size_t number) {
  const auto found = std::ranges::find(under_way_, number, &Work::number);
  return found == under_way_.end() ? nullptr : &*found;
}

void Journal::tell(std::string event) {
  events_.push_back(std::move(event));
  if (events_.size() > kept_events) {
    events_.pop_front();
    ++first_event_;
  }
  changed_.notify_all();
}

long Journal::now() const {
  return std::chrono::duration_cast<milliseconds>(context::Clock::now() - start_).count();
}

}  // namespace serve
