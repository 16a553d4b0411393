#include <fmt/core.h>

#include "kata/commands.h"
#include "kata/telling/trouble.h"

namespace kata {
namespace {

constexpr std::string_view completion_begin = R"sh(_kata() {
  local words steps word=${COMP_WORDS[COMP_CWORD]}
  steps=$(cd "$(dirname "${COMP_WORDS[0]}")" 2>/dev/null && cd steps 2>/dev/null && echo [0-9][0-9]-*)
  case ${COMP_WORDS[1]} in
)sh";

constexpr std::string_view completion_end = R"sh(  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _kata kata ./kata
)sh";

/// The names that come behind ./kata, and for each what may come behind it.
std::string cases() {
  std::string text;
  for (const Entry& entry : entries()) {
    if (entry.name.empty()) continue;
    std::string words;
    for (const Option& option : entry.options) words += fmt::format("{} ", option.name);
    if (entry.takes == Takes::a_shell) words += "bash zsh ";
    const bool steps = entry.takes == Takes::a_step || entry.takes == Takes::maybe_a_step;
    text += fmt::format("    {}) words=\"{}{}\" ;;\n", entry.name, words, steps ? "$steps" : "");
  }
  return text;
}

std::string all_names() {
  std::string text;
  for (const Entry& entry : entries()) text += fmt::format("{} ", entry.name);
  return text;
}

/// Prints what a shell has to know to complete our commands, their options and the steps. It is
/// read by `source`, and asks nobody afterwards: the steps are folders.
Status completion(const Session& session, const Words& words) {
  if (words.step == "zsh") session.screen.print("autoload -U +X bashcompinit && bashcompinit\n");
  session.screen.print(completion_begin);
  session.screen.print(cases());
  session.screen.print(
      fmt::format("    *) words=\"{0}\" ;;\n  esac\n"
                  "  [ \"$COMP_CWORD\" -gt 1 ] || words=\"{0}--help --version\"\n",
                  all_names()));
  session.screen.print(completion_end);
  return all_well;
}

const Known completion_is_known({.name = "completion",
                                 .does = "For a shell: source <(./kata completion bash)",
                                 .group = Group::kata,
                                 .takes = Takes::a_shell,
                                 .run = completion});

}  // namespace
}  // namespace kata
