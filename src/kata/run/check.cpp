#include "kata/run/check.h"

#include <cerrno>
#include <chrono>
#include <cstring>

#include "kata/base/files.h"
#include "kata/run/build.h"

namespace kata {
namespace {

constexpr int most_tries = 5;

/// Whether ninja has compiled the learner's file: else the compiler said nothing about it.
bool compiled(const Ending& built, const Step& step) {
  return built.output.find(step.answer().string() + ".o") != std::string::npos;
}

Diagnostic diagnostic_of(const Ending& built, const Tree& tree, const Step& step) {
  using enum Diagnostic::About;
  if (built.end == End::not_started) {
    return {.text =
                "ninja could not be started: " + std::string(std::strerror(built.number)) + "\n"};
  }
  if (built.end == End::timed_out && !compiled(built, step)) return {.about = endless};
  Diagnostic diagnostic = first_diagnostic(built.output, tree.root, step.answer());
  if (diagnostic.about == undefined) {
    const std::string source = read_file(tree.root / step.answer()).value_or("");
    diagnostic.in_vain = names(source, diagnostic.symbol);
  }
  return diagnostic;
}

Outcome build_and_test(const context::Context& ctx, const Tree& tree, const Step& step,
                       const Checking& checking) {
  const Turn turn(ctx, tree.root / tree.build, checking.on_wait);
  const Ending built =
      build(ctx, {tree.root / tree.build, step.target(), checking.limits.compiler});
  if (built.end == End::cancelled) return {};
  Outcome outcome;
  if (compiled(built, step)) {
    outcome.warning = first_warning(built.output, tree.root, step.answer()).value_or(Warning{});
  }
  if (!built.succeeded()) {
    outcome.stage = Outcome::Stage::not_built;
    outcome.diagnostic = diagnostic_of(built, tree, step);
    return outcome;
  }

  outcome.verdict =
      test(ctx, tree.root / tree.build / "tests" / step.target(), checking.limits.tests);
  if (outcome.verdict.kind == Kind::cancelled) return {};
  outcome.stage = Outcome::Stage::tested;
  return outcome;
}

/// What keeps a step from being tried at all.
std::optional<Outcome> not_to_be_tried(const Tree& tree, const Step& step) {
  Outcome outcome;
  std::error_code ignored;
  const auto status = std::filesystem::status(tree.root / step.answer(), ignored);
  if (!std::filesystem::exists(status)) outcome.stage = Outcome::Stage::no_file;
  if (std::filesystem::is_directory(status)) outcome.stage = Outcome::Stage::a_folder;
  for (const std::string& name : answers_in(tree.root / step.folder())) {
    if (name == step.file || outcome.stage != Outcome::Stage::cancelled) continue;
    outcome.stage = Outcome::Stage::two_files;
    outcome.other = (step.folder() / name).string();
  }
  if (outcome.stage == Outcome::Stage::cancelled) return std::nullopt;
  return outcome;
}

/// What the compiler warned of is remembered with the file: it says nothing of what it has compiled
/// before.
void remember(const Step& step, Progress& progress, Outcome& outcome, const Fingerprint& before) {
  Memory memory{outcome.green(), std::filesystem::file_time_type::clock::now(), before, "", 0};
  const Memory* last = progress.last(step.name);
  if (!outcome.warning && last != nullptr) {
    outcome.warning = Warning{last->warning, last->more_warnings};
  }
  if (outcome.warning) {
    memory.warning = outcome.warning->text;
    memory.more_warnings = outcome.warning->more;
    if (memory.warning.empty()) outcome.warning.reset();
  }
  progress.remember(step.name, std::move(memory));
}

}  // namespace

bool Outcome::broken_environment() const {
  if (stage == Stage::not_built) return diagnostic.of_environment();
  return stage == Stage::tested && verdict.kind == Kind::not_started;
}

Outcome check(const context::Context& ctx, const Tree& tree, const Step& step, Progress& progress,
              const Checking& checking) {
  for (int tries = 0; tries < most_tries; ++tries) {
    if (auto outcome = not_to_be_tried(tree, step)) return *std::move(outcome);
    const Fingerprint before = fingerprint_of(tree, step);
    if (const Memory* last = progress.last(step.name)) {
      touch_changed(tree, step, last->fingerprint, before, last->built_at);
    }
    Outcome outcome = build_and_test(ctx, tree, step, checking);
    if (outcome.stage == Outcome::Stage::cancelled || outcome.broken_environment()) return outcome;
    remember(step, progress, outcome, before);
    if (fingerprint_of(tree, step) == before) return outcome;
  }
  return {Outcome::Stage::not_settled, {}, {}};
}

}  // namespace kata
