#pragma once
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace lessons {

/// One step of the kata, as its folders tell.
struct Step {
  int number = 0;
  std::string name;                // 03-only-when-cancelled
  std::vector<std::string> tests;  // Suite.name
};

/// What there is in the kata: read once, never written. Thread-safe.
class Tree {
 public:
  explicit Tree(std::filesystem::path root);

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  /// The step of this number, or nullptr.
  [[nodiscard]] const Step* step(int number) const;
  /// The step to whose folder in steps/ `file` belongs, or nullptr.
  [[nodiscard]] const Step* step_of(std::string_view file) const;
  /// The names of all tests in tests/.
  [[nodiscard]] const std::vector<std::string>& tests() const { return tests_; }
  /// The subcommands of ./kata: each has a file in src/kata/commands, and the bare one is `show`.
  [[nodiscard]] const std::vector<std::string>& subcommands() const { return subcommands_; }
  /// The configure presets in CMakePresets.json.
  [[nodiscard]] const std::vector<std::string>& presets() const { return presets_; }
  /// All files, from the root, sorted; but for what is built.
  [[nodiscard]] const std::vector<std::string>& files() const { return files_; }
  /// Whether there is a file or folder of this path, from the root.
  [[nodiscard]] bool has(std::string_view path) const;
  /// Whether a file of this name lies anywhere in the kata.
  [[nodiscard]] bool has_name(std::string_view name) const;

  /// A file's text. The answer in steps/NN-name is whatever a learner made of it; its place takes
  /// the starter that ships, from tests/NN-name/wrong/starter.cpp.
  [[nodiscard]] std::expected<std::string, std::string> text(const std::string& file) const;
  /// The file in steps/ that a learner of this step edits, from the root.
  [[nodiscard]] std::string answer_file(const Step& step) const;

 private:
  void read_files();
  void read_steps();
  void read_presets();

  std::filesystem::path root_;
  std::vector<Step> steps_;
  std::vector<std::string> tests_;
  std::vector<std::string> subcommands_;
  std::vector<std::string> presets_;
  std::vector<std::string> files_;
};

/// The names of `candidates` that look most like `name`, for "did you mean".
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace lessons
