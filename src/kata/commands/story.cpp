#include <algorithm>
#include <charconv>
#include <iterator>

#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/commands.h"
#include "kata/run/gtest_output.h"
#include "kata/run/stories.h"
#include "kata/telling/explain.h"
#include "kata/telling/lanes.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

/// What the tests of the step tell. It has been built.
std::vector<Telling> listen(const Session& session, const Step& step) {
  const auto file = session.tree.root / session.tree.build / "kata-stories";
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  static_cast<void>(kata::test(session.ctx,
                               session.tree.root / session.tree.build / "tests" / step.target(),
                               session.limits.tests, {}, {}, {"KATA_STORIES=" + file.string()}));
  const std::string text = read_file(file).value_or("");
  std::filesystem::remove(file, ignored);
  return read_tellings(text);
}

/// Those of the test whose name has `word` in it; of the first that fails, when it is empty.
std::vector<Telling> of_one_test(const std::vector<Telling>& tellings, const std::string& word) {
  auto first = std::ranges::find_if(tellings, [&](const Telling& one) {
    return word.empty() ? !one.failures.empty() : one.test.find(word) != std::string::npos;
  });
  if (first == tellings.end() && word.empty()) first = tellings.begin();
  std::vector<Telling> result;
  if (first == tellings.end()) return result;
  std::ranges::copy_if(tellings, std::back_inserter(result),
                       [&](const Telling& one) { return one.test == first->test; });
  return result;
}

/// The order that one picked; else the first that fails, or the first. Counted from 1, 0: none.
std::size_t chosen_order(const std::vector<Telling>& tellings, const Words& words) {
  if (const auto* order = words.given("order")) {
    std::size_t number = 0;
    std::from_chars(order->data(), order->data() + order->size(), number);
    return number <= tellings.size() ? number : 0;
  }
  const auto failing =
      std::ranges::find_if(tellings, [](const Telling& one) { return !one.failures.empty(); });
  return failing == tellings.end() ? 1 : static_cast<std::size_t>(failing - tellings.begin()) + 1;
}

Status write_page(const Session& session, const Step& step, const std::vector<Telling>& tellings,
                  const std::string& file) {
  const std::string title = "Step " + step.name + ": " + title_of(session.tree, step);
  if (const auto error = replace_file(file, as_page(title, tellings), Wait::no)) {
    return trouble(file + " can't be written: " + error.message() + ".",
                   "./kata story " + step.number() + " --html /tmp/story.html");
  }
  session.screen.line(
      fmt::format("{} orders are in {}: one page, and a slider.", tellings.size(), file));
  session.screen.line("Next: xdg-open " + file);
  return all_well;
}

/// Draws the failing order, or any order that one picks, as lanes.
Status story(const Session& session, const Words& words) {
  const auto step = chosen_step(session, words.step);
  if (!step) return trouble(step.error(), "./kata list");
  const std::string again = "./kata story " + step->number();
  const Outcome outcome = try_step(session, *step);
  if (outcome.stage == Outcome::Stage::cancelled) return is_red;
  if (outcome.stage != Outcome::Stage::tested) {
    return explain(session, *step, outcome, Detail::first_failure, again);
  }

  const std::vector<Telling> all = listen(session, *step);
  if (session.ctx.err()) return is_red;
  Screen& screen = session.screen;
  if (all.empty()) {
    screen.line("The tests of step " + step->name +
                " play no orders, so there is nothing to draw.");
    screen.line("Next: ./kata test " + step->number());
    return all_well;
  }
  if (const auto* file = words.given("html")) return write_page(session, *step, all, *file);
  const auto* const wish = words.given("test");
  const std::string word = wish == nullptr ? "" : *wish;
  const std::vector<Telling> tellings = of_one_test(all, word);
  if (tellings.empty()) {
    return trouble("No test that plays orders has '" + word + "' in its name.", again);
  }
  const std::size_t number = chosen_order(tellings, words);
  if (number == 0) {
    return trouble(fmt::format("There are orders 1 to {}.", tellings.size()), again);
  }

  const Telling& telling = tellings[number - 1];
  screen.block(screen.paint(Paint::bold, as_sentence(telling.test)), "");
  screen.block(fmt::format("Order {} of {}: {}", number, tellings.size(),
                           telling.order.empty() ? "without events" : telling.order),
               "");
  screen.line();
  screen.print(lanes(screen, telling, screen.width()));
  screen.line();
  for (const std::string& failure : telling.failures) {
    screen.block(screen.paint(Paint::red, plain_failure(failure)), "");
    screen.line();
  }
  if (telling.failures.empty()) screen.line("Nothing is amiss in this order.");
  const std::size_t next = number % tellings.size() + 1;
  screen.line(fmt::format("Next: {} --test {} --order {}   (or --html story.html, for all of them)",
                          again, telling.test, next));
  return all_well;
}

const Known story_is_known({.name = "story",
                            .does = "What happened, as a picture: who did what, and when",
                            .group = Group::learner,
                            .takes = Takes::maybe_a_step,
                            .run = story,
                            .options = {
                                {"--test", "NAME", "Of the test with this in its name"},
                                {"--order", "N", "This order; else the first that fails"},
                                {"--html", "FILE", "All orders as one page, with a slider"}}});

}  // namespace
}  // namespace kata
