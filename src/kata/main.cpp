/// ./kata: shows where the learner stands and what to do next. The launcher, `kata` at the top,
/// builds this and runs it at the tree's root.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <sys/resource.h>

#include "kata/base/suggestions.h"
#include "kata/commands.h"
#include "kata/run/interrupts.h"
#include "kata/run/limits.h"
#include "kata/telling/trouble.h"

namespace {

kata::Status unknown_command(const std::string& word) {
  std::vector<std::string> names;
  for (const kata::Entry& entry : kata::entries()) {
    if (!entry.name.empty()) names.emplace_back(entry.name);
  }
  std::vector<std::string> close = kata::suggestions(word, names);
  std::string text = "There is no command '" + word + "'. ";
  text += close.empty() ? "There are:" : "Did you mean:";
  for (const std::string& name : close.empty() ? names : close) text += " " + name;
  return kata::trouble(text, "./kata --help");
}

int run(const kata::Entry& entry, const kata::Words& words) {
  const auto tree = kata::read_tree(std::filesystem::current_path());
  if (!tree) return kata::trouble(tree.error(), "git status");

  const auto limits = kata::limits_from_environment();
  if (!limits) return kata::trouble(limits.error(), "./kata --help");

  const kata::Interrupts interrupts;
  kata::Progress progress(tree->root / tree->build / "kata-progress");
  kata::Screen screen;
  const kata::Session session{interrupts.context(), *tree, progress, screen, *limits};
  const kata::Status status = entry.run(session, words);
  if (interrupts.signal() != 0) {
    screen.line("Interrupted; what was started has been stopped.");
    screen.line("Next: ./kata");
    return 128 + interrupts.signal();
  }
  if (!screen.good()) return kata::trouble("What was to be printed got lost.", "df -h .");
  return status;
}

/// "./kata 03" means "./kata test 03", and "help test" is "test --help".
std::vector<std::string> as_meant(int argc, char** argv, const std::vector<kata::Entry>& entries) {
  std::vector<std::string> words(argv + 1, argv + argc);
  if (words.empty()) return words;
  const std::string first = words.front();
  if (first == "help") {
    words.erase(words.begin());
    words.emplace_back("--help");
    return words;
  }
  const bool is_command = std::ranges::find(entries, first, &kata::Entry::name) != entries.end();
  if (is_command || first.starts_with("-") || words.size() > 1) return words;
  const auto tree = kata::read_tree(std::filesystem::current_path());
  if (tree && kata::find_step(*tree, first)) words.insert(words.begin(), "test");
  return words;
}

/// In the list of commands, says what each takes: "test [NN]".
class Help : public CLI::Formatter {
 public:
  std::string make_subcommand(const CLI::App* command) const override {
    std::string takes;
    for (const CLI::Option* option : command->get_options()) {
      if (!option->get_positional()) continue;
      takes = " " + option->get_name();
      if (!option->get_required()) takes = " [" + option->get_name() + "]";
    }
    return fmt::format("  {:<12}  {}\n", command->get_name() + takes, command->get_description());
  }
};

void add(CLI::App& app, const kata::Entry& entry, kata::Words& words, const kata::Entry*& chosen) {
  CLI::App* command = app.add_subcommand(std::string(entry.name), std::string(entry.does));
  command->group(entry.group == kata::Group::learner ? "Commands" : "For the kata itself");
  command->callback([&chosen, &entry] { chosen = &entry; });
  for (const kata::Option& option : entry.options) {
    const std::string name(option.name.substr(2));
    const std::string does(option.does);
    if (option.value.empty()) {
      command->add_flag_callback("--" + name, [&words, name] { words.options[name] = ""; }, does);
      continue;
    }
    CLI::Option* const added = command->add_option_function<std::string>(
        "--" + name, [&words, name](const std::string& value) { words.options[name] = value; },
        does);
    added->type_name(std::string(option.value));
    if (!option.choices.empty()) added->check(CLI::IsMember(option.choices));
  }
  if (entry.takes == kata::Takes::nothing) return;
  if (entry.takes == kata::Takes::a_shell) {
    command->add_option("SHELL", words.step, "bash or zsh")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh"}))
        ->type_name("");
    return;
  }
  CLI::Option* step = command->add_option("NN", words.step, "The step")->type_name("");
  if (entry.takes == kata::Takes::a_step) step->required();
}

int parse_and_run(int argc, char** argv) {
  CLI::App app(
      "A kata about one question: when the client gives up, does the work stop?\n"
      "Without a command: where you stand, and what to do next.",
      "./kata");
  app.formatter(std::make_shared<Help>());
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", "context-kata " KATA_VERSION);
  app.footer(
      "NN is a step: 3, 03 or 03-only-when-cancelled; without it, the current one.\n"
      "Exit status: of test and verify, 0 green and 1 red; of the others 0; of all, 2 for bad "
      "usage\n"
      "or a broken environment.\n"
      "Environment: CXX, the compiler; KATA_TIME_LIMIT, the seconds that tests may take (30);\n"
      "KATA_BUILD_LIMIT, those that the compiler may be silent (120); NO_COLOR, if you would "
      "rather "
      "not.");
  kata::Words words;
  const std::vector<kata::Entry> entries = kata::entries();
  const kata::Entry* chosen = &entries.front();
  for (const kata::Entry& entry : entries) {
    if (entry.group != kata::Group::bare) add(app, entry, words, chosen);
  }

  try {
    std::vector<std::string> arguments = as_meant(argc, argv, entries);
    std::ranges::reverse(arguments);  // as CLI11 wants them
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    const std::string first = argc > 1 ? argv[1] : "";
    if (!first.starts_with("-") && app.get_subcommands().empty()) return unknown_command(first);
    return kata::trouble(error.what(), "./kata --help");
  }
  return run(*chosen, words);
}

}  // namespace

int main(int argc, char** argv) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);  // of learners' crashes there will be some
  try {
    return parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "kata: %s\nNext: ./kata --help\n", error.what());
    return kata::bad_environment;
  }
}
