// What the store of our solution costs, and how quick it is. Not a test: `bench-18` prints a table.
//
// Both kinds of measurements alternate in short rounds and are told as medians, since other
// programs want the processor, too.

#include "store.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "statement.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double at(std::vector<double> values, double part) {
  const auto place = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + place);
  return values[static_cast<std::size_t>(place)];
}

int rows(sqlite::Connection& db, const std::string& sql) {
  sqlite::Statement statement(db, sql);
  int count = 0;
  while (statement.step() == SQLITE_ROW) count += static_cast<int>(statement.text().size() > 0);
  return count;
}

const std::string numbers = "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) ";
std::atomic<bool> running;

void on_row(sqlite3_context* call, int /*count*/, sqlite3_value** /*values*/) {
  running = true;
  running.notify_one();
  sqlite3_result_int(call, 1);
}

/// From the moment of `stop` to that in which `run`, which runs an endless statement, has returned.
double seconds_to_stop(sqlite::Connection& db, const std::function<void()>& run,
                       const std::function<void()>& stop) {
  sqlite3_create_function(db.get(), "running", 0, SQLITE_UTF8, nullptr, on_row, nullptr, nullptr);
  running = false;
  Clock::time_point returned;
  std::thread reader([&] {
    run();
    returned = Clock::now();
  });
  running.wait(false);
  const auto start = Clock::now();
  stop();
  reader.join();
  return std::chrono::duration<double>(returned - start).count();
}

void measure_stop(sqlite::Connection& db) {
  const std::string endless = numbers + "SELECT count(*) FROM n, (SELECT running())";
  std::vector<double> asked;
  std::vector<double> told;
  for (int round = 0; round < 1000; ++round) {
    const auto [ctx, cancel] = context::with_cancel(context::background());
    asked.push_back(seconds_to_stop(
        db, [&] { static_cast<void>(fetch(ctx, db, endless)); }, [&] { cancel(); }));
    told.push_back(seconds_to_stop(
        db, [&] { static_cast<void>(rows(db, endless)); }, [&] { sqlite3_interrupt(db.get()); }));
  }
  std::printf("From the cancellation to the error in hand, 1000 times, in microseconds:\n");
  std::printf("                       p50       p99\n");
  std::printf("  fetch() asks     %7.1f   %7.1f\n", at(asked, .5) * 1e6, at(asked, .99) * 1e6);
  std::printf("  an interrupt     %7.1f   %7.1f\n", at(told, .5) * 1e6, at(told, .99) * 1e6);
  std::printf("  ratio            %7.2f   %7.2f\n\n", at(asked, .5) / at(told, .5),
              at(asked, .99) / at(told, .99));
}

void measure_rows(sqlite::Connection& db, const char* what, const std::string& sql, int count) {
  const auto [ctx, cancel] = context::with_cancel(context::background());
  std::vector<double> with;
  std::vector<double> without;
  std::vector<double> ratios;
  for (int round = 0; round < 200; ++round) {
    auto start = Clock::now();
    static_cast<void>(fetch(ctx, db, sql));
    with.push_back(seconds_since(start));
    start = Clock::now();
    {
      sqlite::Statement statement(db, sql);
      Rows found;
      while (statement.step() == SQLITE_ROW) found.push_back(statement.text());
    }
    without.push_back(seconds_since(start));
    ratios.push_back(with.back() / without.back());
  }
  std::printf("  %-16s %9.2f %9.2f %+9.1f %%\n", what, count / at(without, .5) / 1e6,
              count / at(with, .5) / 1e6, (at(ratios, .5) - 1) * 100);
}

}  // namespace

int main() {
  sqlite::Connection db(":memory:");
  measure_stop(db);
  sqlite3_exec(db.get(), "CREATE TABLE rows (name TEXT)", nullptr, nullptr, nullptr);
  rows(db, "INSERT INTO rows " + numbers + "SELECT 'name ' || i FROM n LIMIT 10000");

  std::printf("Millions of rows a second:  without      with      cost\n");
  measure_rows(db, "a table, read", "SELECT name FROM rows", 10'000);
  measure_rows(db, "numbers, counted",
               "SELECT count(*) FROM (" + numbers + "SELECT i FROM n LIMIT 100000)", 100'000);
}
