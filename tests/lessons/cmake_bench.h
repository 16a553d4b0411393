#pragma once
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "lessons/bench.h"
#include "lessons/tree.h"

namespace lessons {

/// The bench in a build folder of the preset `verify`: takes the test programs that are there, and
/// compiles what the pages try with the same flags. Leaves its files in `folder`/lessons.
class CMakeBench : public Bench {
 public:
  CMakeBench(const Tree& tree, std::filesystem::path folder);

  Result compile(const std::string& source) override;
  Result program(const std::string& source) override;
  Result build(const Subject& subject) override;
  Result tests(const Subject& subject) override;
  Result command(const std::string& command, const Subject& subject) override;

 private:
  using Words = std::vector<std::string>;

  Result once(const std::string& key, const std::function<Result()>& work);
  /// The same without the paths of this machine.
  [[nodiscard]] Result told(const Result& result) const;
  Result bring_up_to_date(const Step& step);
  /// The path of the test program that has this subject in it.
  Result binary(const Subject& subject);
  Result build_attempt(const Step& step, const std::string& source);
  [[nodiscard]] Result sketch(const std::string& source, const Words& more);
  /// The commands that compile and link a step's solution.
  [[nodiscard]] std::expected<std::vector<Words>, std::string> commands(const Step& step) const;
  [[nodiscard]] Result run(const Words& words, const std::filesystem::path& folder) const;
  [[nodiscard]] std::filesystem::path place_for(const std::string& source) const;

  const Tree& tree_;
  std::filesystem::path folder_;
  std::mutex mutex_;  // guards results_
  std::map<std::string, std::shared_future<Result>> results_;
  std::mutex build_mutex_;  // one build at a time in the folder
  std::mutex copy_mutex_;   // one command at a time in the copy of the kata
};

}  // namespace lessons
