#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "context/context.h"
#include "kata/run/process.h"
#include "support/temporary_folder.h"

/// A copy of tests/kata/tiny with the real launcher and the real runner in it, in a folder with
/// spaces in its path.
class TinyKata {
 public:
  TinyKata();

  [[nodiscard]] std::filesystem::path root() const { return folder_.path() / "the tree"; }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

  /// Runs ./kata with these arguments; `variables` ("NAME=value") are added to the environment.
  [[nodiscard]] kata::Ending run(const std::vector<std::string>& arguments,
                                 const std::vector<std::string>& variables = {}) const;
  /// The same, by these words in the tree's folder.
  [[nodiscard]] kata::Ending run_as(const std::vector<std::string>& words,
                                    const std::vector<std::string>& variables = {},
                                    const context::Context& ctx = context::background()) const;

  /// Writes this body of `int answer()` to the learner's file.
  void answer(std::string_view step, std::string_view body) const;
  /// Copies the solution over the learner's file.
  void solve(std::string_view step) const;
  /// The same where the step's folder may be gone.
  void solve_anew(std::string_view step) const;
  [[nodiscard]] std::string learners_file(std::string_view step) const;

  /// As it was cloned, but with what is built. To be called between tests.
  void start_over() const;

 private:
  TemporaryFolder folder_;
};
