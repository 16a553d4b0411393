#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "lessons/bench.h"
#include "lessons/check.h"

namespace lessons {

/// A bench without a compiler: code that has the word `broken` in it doesn't compile, and the tests
/// print the same whatever runs them.
class CannedBench : public Bench {
 public:
  Result compile(const std::string& source) override;
  Result program(const std::string& source) override;
  Result build(const Subject& subject) override;
  Result tests(const Subject& subject) override;
  Result command(const std::string& command, const Subject& subject) override;

  static const std::string run;  // what the tests print
};

/// A kata of two steps in a temporary folder, in which all is right.
class SmallKata {
 public:
  SmallKata();
  ~SmallKata();
  SmallKata(const SmallKata&) = delete;
  SmallKata& operator=(const SmallKata&) = delete;

  /// Plants a drift: replaces the first `old` in `file`, which must be there.
  void replace(const std::string& file, const std::string& old, const std::string& text);
  void write(const std::string& file, const std::string& text);
  void remove(const std::string& file);

  [[nodiscard]] std::string read(const std::string& file) const;
  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

  [[nodiscard]] Report check() const { return lessons::check(tree(), bench(), options(false)); }
  Report mend() { return lessons::check(tree(), bench(), options(true)); }

 private:
  [[nodiscard]] Tree tree() const { return Tree(root_); }
  [[nodiscard]] static Bench& bench();
  [[nodiscard]] static Options options(bool write);

  std::filesystem::path root_;
};

}  // namespace lessons
