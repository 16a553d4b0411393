/// ./kata: shows where the learner stands and what to do next. The launcher, `kata` at the top,
/// builds this and runs it at the tree's root.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <sys/resource.h>

#include "kata/base/suggestions.h"
#include "kata/commands.h"
#include "kata/run/interrupts.h"
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

  const kata::Interrupts interrupts;
  kata::Progress progress(tree->root / tree->build / "kata-progress");
  kata::Screen screen;
  const kata::Session session{interrupts.context(), *tree, progress, screen};
  const kata::Status status = entry.run(session, words);
  if (interrupts.signal() != 0) {
    screen.line("Interrupted; what was started has been stopped.");
    screen.line("Next: ./kata");
    return 128 + interrupts.signal();
  }
  if (!screen.good()) return kata::trouble("What was to be printed got lost.", "df -h .");
  return status;
}

void add(CLI::App& app, const kata::Entry& entry, kata::Words& words, const kata::Entry*& chosen) {
  CLI::App* command = app.add_subcommand(std::string(entry.name), std::string(entry.does));
  command->group(entry.group == kata::Group::learner ? "Commands" : "For the kata itself");
  command->callback([&chosen, &entry] { chosen = &entry; });
  if (entry.takes == kata::Takes::nothing) return;
  if (entry.takes == kata::Takes::a_port) {
    command->add_option("--port", words.port, "Where to listen; 0: any that is free")
        ->type_name("N");
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
  app.require_subcommand(0, 1);
  app.footer(
      "NN is a step: 3, 03 or 03-only-when-cancelled; without it, the current one.\n"
      "Exit status: of test and verify, 0 green and 1 red; of the others 0; of all, 2 for bad "
      "usage\n"
      "or a broken environment.\n"
      "Environment: CXX, the compiler; KATA_TIME_LIMIT, the seconds that tests may take (30);\n"
      "NO_COLOR, if you would rather not.");
  kata::Words words;
  const std::vector<kata::Entry> entries = kata::entries();
  const kata::Entry* chosen = &entries.front();
  for (const kata::Entry& entry : entries) {
    if (entry.group != kata::Group::bare) add(app, entry, words, chosen);
  }

  try {
    app.parse(argc, argv);
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
