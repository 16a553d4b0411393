#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kata {

/// How long a run of `cmake --workflow` took: what the next one is measured by.
struct Pace {
  using Seconds = std::chrono::duration<double>;
  int steps = 290;  // of the build; as measured on two cores, until there is a run to go by
  Seconds building{90};
  Seconds testing{80};
};

/// Reads what written() has made of a pace; none if it's something else.
std::optional<Pace> read_pace(std::string_view text);
std::string written(const Pace& pace);

/// How far a run of `cmake --workflow` is, and how long the rest will take, from the lines that
/// ninja and ctest print.
class Forecast {
 public:
  explicit Forecast(const Pace& usual) : usual_(usual) {}

  /// Takes in a line that came `now`, counted from the beginning. False: it says nothing but how
  /// far the run is.
  bool hear(std::string_view line, Pace::Seconds now);

  /// "Building: 12 of 290, testing comes then; about 3 min left." Empty before the build begins.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] Pace::Seconds left() const;

  /// How long it took, once all was tested. A build of a few files says nothing about the next.
  [[nodiscard]] Pace measured() const;

 private:
  enum class Phase : std::uint8_t { before, building, testing };
  [[nodiscard]] Pace::Seconds expected_build() const;
  void enter(Phase phase, Pace::Seconds now);

  Pace usual_;
  Phase phase_ = Phase::before;
  int done_ = 0;
  int all_ = 0;
  Pace::Seconds began_{0};    // the phase
  Pace::Seconds elapsed_{0};  // since then
  double slowness_ = 1;       // how much longer the build took than usual
  int built_ = 0;
  Pace::Seconds building_{0};
};

/// "12 to 200": how often kata-judge repeated the right answers, from ctest's log; empty if it
/// didn't.
std::string repeats_in(std::string_view log);

}  // namespace kata
