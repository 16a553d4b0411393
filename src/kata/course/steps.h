#pragma once
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace kata {

/// One step of the kata. Paths are relative to the tree's root, as the learner sees them.
struct Step {
  std::string name;  // "03-only-when-cancelled"
  std::string file;  // the one that the learner edits: "server.cpp"

  [[nodiscard]] std::string number() const { return name.substr(0, 2); }
  [[nodiscard]] std::string target() const { return "step-" + number(); }
  [[nodiscard]] std::filesystem::path folder() const { return "steps/" + name; }
  [[nodiscard]] std::filesystem::path tests() const { return "tests/" + name; }
  [[nodiscard]] std::filesystem::path lesson() const { return folder() / "README.md"; }
  [[nodiscard]] std::filesystem::path answer() const { return folder() / file; }
  [[nodiscard]] std::filesystem::path solution() const { return "solutions/" + name + "/" + file; }
  [[nodiscard]] std::filesystem::path starter() const { return tests() / "wrong/starter.cpp"; }
};

/// A checked-out kata. Immutable.
struct Tree {
  std::filesystem::path root;   // absolute
  std::filesystem::path build;  // relative to root
  std::vector<Step> steps;      // in their order
};

/// Whether a file of this name is a source of ours. What begins with a dot is nobody's: an editor's
/// lock (.#server.cpp), what a Mac leaves behind (._server.cpp).
bool is_source(const std::filesystem::path& path);

/// The .cpp files in `folder`, sorted by name.
std::vector<std::string> answers_in(const std::filesystem::path& folder);

/// Finds the steps by their folders, steps/NN-name; the file to edit is called as in the step's
/// folder in solutions/. The error is a sentence.
std::expected<Tree, std::string> read_tree(const std::filesystem::path& root);

/// The step that a learner means by "3", "03", "03-only-when-cancelled", or by the path of its
/// folder. The error is a sentence that names those that may have been meant.
std::expected<Step, std::string> find_step(const Tree& tree, std::string_view word);

/// What a step starts from: tests/NN-name/wrong/starter.cpp without its first line, which is the
/// judge's. The error is a sentence.
std::expected<std::string, std::string> starter_of(const Tree& tree, const Step& step);

/// The title of its lesson, without its number: "Only when cancelled"; empty if it has none.
std::string title_of(const Tree& tree, const Step& step);

}  // namespace kata
