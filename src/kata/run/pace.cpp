#include "kata/run/pace.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "kata/base/text.h"

namespace kata {
namespace {

constexpr int steps_that_tell = 50;

/// "12/290" at the start of `text`.
std::optional<std::pair<int, int>> fraction(std::string_view text) {
  std::pair<int, int> result;
  const char* const end = text.data() + text.size();
  const auto [slash, error] = std::from_chars(text.data(), end, result.first);
  if (error != std::errc() || slash == end || *slash != '/') return std::nullopt;
  if (std::from_chars(slash + 1, end, result.second).ec != std::errc()) return std::nullopt;
  return result;
}

std::string roughly(Pace::Seconds left) {
  const auto seconds = static_cast<int>(std::lround(left.count()));
  if (seconds < 10) return "a few seconds";
  if (seconds < 90) return fmt::format("{} s", (seconds + 5) / 10 * 10);
  return fmt::format("{} min", (seconds + 30) / 60);
}

}  // namespace

std::optional<Pace> read_pace(std::string_view text) {
  Pace pace;
  double building = 0;
  double testing = 0;
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%d %lf %lf", &pace.steps, &building, &testing) != 3) return {};
  if (pace.steps <= 0 || !(building > 0) || !(testing > 0)) return {};
  pace.building = Pace::Seconds(building);
  pace.testing = Pace::Seconds(testing);
  return pace;
}

std::string written(const Pace& pace) {
  return fmt::format("{} {:.1f} {:.1f}\n", pace.steps, pace.building.count(), pace.testing.count());
}

void Forecast::enter(Phase phase, Pace::Seconds now) {
  if (phase_ == phase) return;
  if (phase_ == Phase::building) {
    built_ = all_;
    building_ = now - began_;
    if (built_ >= steps_that_tell) slowness_ = building_ / expected_build();
  }
  phase_ = phase;
  began_ = now;
}

bool Forecast::hear(std::string_view line, Pace::Seconds now) {
  const std::string_view text = trimmed(line);
  const bool of_ninja = text.starts_with('[') && phase_ != Phase::testing;
  if (const auto steps = fraction(of_ninja ? text.substr(1) : text)) {
    const bool of_ctest = !of_ninja && text.find(" Test ") != std::string_view::npos;
    if (of_ninja || of_ctest) {
      enter(of_ninja ? Phase::building : Phase::testing, now);
      std::tie(done_, all_) = *steps;
      elapsed_ = now - began_;
      return of_ctest && text.find(" Passed ") == std::string_view::npos;
    }
  }
  if (text.starts_with("Test project ")) {
    enter(Phase::testing, now);
    done_ = all_ = 0;
    elapsed_ = Pace::Seconds(0);
  }
  return !(phase_ == Phase::testing && text.starts_with("Start ")) &&
         !text.starts_with("ninja: Entering directory");
}

Pace::Seconds Forecast::expected_build() const { return usual_.building * all_ / usual_.steps; }

Pace::Seconds Forecast::left() const {
  const double share = all_ == 0 ? 0 : static_cast<double>(done_) / all_;
  // What is expected counts for less the more has been seen.
  const auto rest = [&](Pace::Seconds expected) {
    return (1 - share) * ((1 - share) * expected + elapsed_);
  };
  if (phase_ == Phase::testing) return rest(usual_.testing * slowness_);
  if (phase_ == Phase::before) return usual_.building + usual_.testing;
  const Pace::Seconds building = rest(expected_build());
  const bool tells = done_ >= steps_that_tell;
  const double slowness = tells ? (elapsed_ + building) / expected_build() : 1;
  return building + usual_.testing * slowness;
}

std::string Forecast::text() const {
  if (phase_ == Phase::before || all_ == 0) return "";
  const bool building = phase_ == Phase::building;
  return fmt::format("{} {} of {}{}; about {} left", building ? "Built" : "Tested", done_, all_,
                     building ? ", and then the tests" : "", roughly(left()));
}

Pace Forecast::measured() const {
  Pace result = usual_;
  if (built_ >= steps_that_tell) {
    result.steps = built_;
    result.building = building_;
  }
  if (phase_ == Phase::testing && all_ > 0 && done_ == all_) result.testing = elapsed_;
  return result;
}

std::string repeats_in(std::string_view log) {
  constexpr std::string_view before = "Green ";
  int least = 0;
  int most = 0;
  for (const std::string_view line : lines_of(log)) {
    int times = 0;
    if (!line.starts_with(before) || line.find(" times in a row") == std::string_view::npos)
      continue;
    const std::string_view number = line.substr(before.size());
    std::from_chars(number.data(), number.data() + number.size(), times);
    least = least == 0 ? times : std::min(least, times);
    most = std::max(most, times);
  }
  if (most == 0) return "";
  return least == most ? std::to_string(most) : fmt::format("{} to {}", least, most);
}

}  // namespace kata
