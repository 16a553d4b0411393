#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lessons {

/// What a fenced block says of itself, in its info string behind the language.

/// `from FILE` or `from FILE: part, part`: the block is quoted.
struct From {
  std::string file;
  std::vector<std::string> parts;  // none: the whole file
};

/// `lines from FILE`: the block's lines stand there one after the other, however indented; a line
/// `...` leaves some out.
struct Lines {
  std::string file;
};

/// `try in steps/NN-name/FILE` or `try in FILE: part`: an intermediate; built in place of that file
/// or of that part of it, and linked with the step's tests.
struct Try {
  std::string file;
  std::string part;
};

/// `compiled`: a translation unit of its own, which must compile.
struct Compiled {};

/// `refused` or `refused: words`: one that must not compile; the error then has these words.
struct Refused {
  std::string words;
};

enum class Answer : std::uint8_t { starter, solution, attempt };

/// `printed by ./kata ...`, `printed by the tests of step NN`, `printed by Suite.name`,
/// `printed by Suite.name of step NN`, each also `with the starter`, `with the solution`, `with the
/// try above`; `printed by the program above`.
struct Printed {
  enum class By : std::uint8_t { command, tests, test, program };
  By by;
  std::string name;  // the command, or the test
  int step = 0;      // 0: the page's own
  Answer answer = Answer::starter;
};

struct Sketch {};         // `text sketch`: a drawing, nothing to check
struct ForComparison {};  // `go for comparison`: another language's way
struct Shell {};          // `sh`: commands
struct Mermaid {};        // `mermaid`: a diagram

using Tag = std::variant<From, Lines, Try, Compiled, Refused, Printed, Sketch, ForComparison, Shell,
                         Mermaid>;

/// Reads an info string; else says in a sentence which tags a block of that language can have.
std::expected<Tag, std::string> read_tag(std::string_view info);

}  // namespace lessons
