#pragma once
#include <expected>
#include <string>

#include "lessons/tag.h"

namespace lessons {

/// What came out of a compiler or a program; else what stood in the way, in their words.
using Result = std::expected<std::string, std::string>;

/// Which answer a step's tests are run with.
struct Subject {
  int step = 0;
  Answer answer = Answer::starter;
  std::string source;  // of an attempt
};

/// Where the code in the pages is tried out. Thread-safe; each call blocks until it is done.
class Bench {
 public:
  Bench() = default;
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;
  virtual ~Bench() = default;

  /// Compiles `source` by itself.
  virtual Result compile(const std::string& source) = 0;
  /// Compiles and links `source`, and gives what its main() prints.
  virtual Result program(const std::string& source) = 0;
  /// Compiles the subject and links it with its step's tests.
  virtual Result build(const Subject& subject) = 0;
  /// What the step's tests print with the subject.
  virtual Result tests(const Subject& subject) = 0;
  /// What `./kata ...` prints in a kata in which nobody has done anything but that.
  virtual Result command(const std::string& command, const Subject& subject) = 0;
};

}  // namespace lessons
