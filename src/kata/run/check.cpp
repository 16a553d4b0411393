#include "kata/run/check.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include "kata/run/process.h"

namespace kata {
namespace {

constexpr int most_tries = 5;

/// For answers that spin: those that wait for ever are found by the stage, in a moment.
std::chrono::milliseconds time_limit() {
  constexpr std::chrono::seconds usual(30);
  const char* text = std::getenv("KATA_TIME_LIMIT");
  const int seconds = text == nullptr ? 0 : std::atoi(text);
  return seconds > 0 ? std::chrono::seconds(seconds) : usual;
}

Outcome build_and_test(const context::Context& ctx, const Tree& tree, const Step& step) {
  Command ninja;
  ninja.words = {"ninja", "-C", tree.build.string(), step.target()};
  ninja.folder = tree.root;
  ninja.environment = environment_without({"LC_ALL=", "LANGUAGE="});
  ninja.environment.emplace_back("LC_ALL=C.UTF-8");  // we read what compilers say
  const Ending built = run(ctx, ninja);
  if (built.end == End::cancelled) return {};
  if (built.end == End::not_started) {
    const std::string text =
        "ninja could not be started: " + std::string(std::strerror(built.number));
    return {Outcome::Stage::not_built, {Diagnostic::About::broken_build, text + "\n", 0}, {}};
  }
  if (!built.succeeded()) {
    return {
        Outcome::Stage::not_built, first_diagnostic(built.output, tree.root, step.answer()), {}};
  }

  Verdict verdict = test(ctx, tree.root / tree.build / "tests" / step.target(), time_limit());
  if (verdict.kind == Kind::cancelled) return {};
  return {Outcome::Stage::tested, {}, std::move(verdict)};
}

}  // namespace

bool Outcome::broken_environment() const {
  if (stage == Stage::not_built) return diagnostic.of_environment();
  return stage == Stage::tested && verdict.kind == Kind::not_started;
}

Outcome check(const context::Context& ctx, const Tree& tree, const Step& step, Progress& progress) {
  for (int tries = 0; tries < most_tries; ++tries) {
    if (!std::filesystem::exists(tree.root / step.answer()))
      return {Outcome::Stage::no_file, {}, {}};

    const Fingerprint before = fingerprint_of(tree, step);
    if (const Memory* last = progress.last(step.name)) {
      touch_changed(tree, last->fingerprint, before, last->built_at);
    }
    Outcome outcome = build_and_test(ctx, tree, step);
    if (outcome.stage == Outcome::Stage::cancelled || outcome.broken_environment()) return outcome;
    progress.remember(step.name,
                      {outcome.green(), std::filesystem::file_time_type::clock::now(), before});
    if (fingerprint_of(tree, step) == before) return outcome;
  }
  return {Outcome::Stage::not_settled, {}, {}};
}

}  // namespace kata
