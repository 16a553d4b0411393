#include <algorithm>

#include <fmt/core.h>

#include "kata/base/files.h"
#include "kata/base/json.h"
#include "kata/commands.h"
#include "kata/run/gtest_output.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

struct Row {
  Step step;
  std::string title;
  Outcome outcome;
  int hints = 0;
};

/// In a word, for machines.
std::string state_of(const Outcome& outcome) {
  switch (outcome.stage) {
    case Outcome::Stage::tested:
      return outcome.green() ? "green" : "red";
    case Outcome::Stage::not_built:
      if (outcome.left_out()) return "left out";
      return outcome.broken_environment() ? "not built" : "does not compile";
    default:
      return "no answer";
  }
}

std::string xml(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') result += c;
    }
  }
  return result;
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + as_json(name);
  return "[" + text + "]";
}

std::string rows_as_json(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) {
    const Verdict& verdict = row.outcome.verdict;
    text +=
        fmt::format(R"({}  {{"step":{},"title":{},"state":{},"hints":{},"passed":{},"failed":{}}})",
                    text.empty() ? "" : ",\n", as_json(row.step.name), as_json(row.title),
                    as_json(state_of(row.outcome)), row.hints, list_of(verdict.passed),
                    list_of(verdict.failed));
  }
  return "[\n" + text + "\n]\n";
}

/// A suite a step, as CI systems read it. What isn't tested is one error.
std::string as_junit(const std::vector<Row>& rows) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"context-kata\">\n";
  for (const Row& row : rows) {
    const Verdict& verdict = row.outcome.verdict;
    const std::string state = state_of(row.outcome);
    const bool ended = row.outcome.stage == Outcome::Stage::tested && !verdict.where &&
                       (verdict.kind == Kind::green || verdict.kind == Kind::red);
    const std::size_t errors = ended ? 0 : 1;
    text += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                        xml(row.step.name), verdict.passed.size() + verdict.failed.size() + errors,
                        verdict.failed.size(), errors);
    const auto open = [&](std::string_view name) {
      return fmt::format("    <testcase classname=\"{}\" name=\"{}\"", xml(row.step.name),
                         xml(name));
    };
    for (const std::string& name : verdict.passed) text += open(name) + "/>\n";
    for (const std::string& name : verdict.failed) {
      text += fmt::format("{}><failure>{}</failure></testcase>\n", open(name),
                          xml(printed_by(verdict.output, name)));
    }
    if (errors > 0) {
      const std::string& said = row.outcome.diagnostic.text;
      text += fmt::format(
          "{}><error message=\"{}\">{}</error></testcase>\n", open(verdict.where.value_or("build")),
          xml(state == "red" ? "broken off" : state), xml(said.empty() ? verdict.output : said));
    }
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

/// Tries every step, for whoever looks after a class.
Status report(const Session& session, const Words& words) {
  std::vector<Row> rows;
  for (const Step& step : session.tree.steps) {
    Outcome outcome = try_step(session, step);
    if (outcome.stage == Outcome::Stage::cancelled) return is_red;
    if (outcome.broken_environment() && !outcome.left_out()) {
      return trouble("Step " + step.name + " could not be built, and the code isn't to blame.",
                     "./kata doctor");
    }
    rows.push_back({step, title_of(session.tree, step), std::move(outcome),
                    session.progress.hints(step.name)});
  }
  const bool all_green = std::ranges::all_of(
      rows, [](const Row& row) { return row.outcome.green() || row.outcome.left_out(); });
  if (words.has("json")) {
    session.screen.print(rows_as_json(rows));
    return all_green ? all_well : is_red;
  }
  if (const auto* file = words.given("junit")) {
    if (const auto error = replace_file(*file, as_junit(rows), Wait::no)) {
      return trouble(*file + " can't be written: " + error.message() + ".", "./kata report");
    }
  }
  for (const Row& row : rows) {
    const std::size_t all = row.outcome.verdict.passed.size() + row.outcome.verdict.failed.size();
    session.screen.line(fmt::format(
        "{} {:<16} {:<24} {} of {} tests, {} hints", session.screen.sign(row.outcome.green()),
        state_of(row.outcome), row.step.name, row.outcome.verdict.passed.size(), all, row.hints));
  }
  session.screen.line();
  session.screen.line("Next: ./kata");
  return all_green ? all_well : is_red;
}

const Known report_is_known({.name = "report",
                             .does = "Try every step, for a class: 0 if all are green, else 1",
                             .group = Group::kata,
                             .takes = Takes::nothing,
                             .run = report,
                             .options = {{"--junit", "FILE", "Also as a file that CI systems read"},
                                         {"--json", "", "As JSON, on standard output"}}});

}  // namespace
}  // namespace kata
