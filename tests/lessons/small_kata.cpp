#include "lessons/small_kata.h"

#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include "lessons/text.h"

namespace lessons {
namespace {

namespace fs = std::filesystem;

const std::string solution = R"(#include "server.h"

int server() {
  return 2;
}
)";

const std::string starter = R"(#include "server.h"

int server() {
  return 1;  // Your turn
}
)";

const std::string test_file = R"(#include "server.h"

TEST(Server, gives_two) {
  EXPECT_EQ(server(), 2);
}

TEST(Server, gives_it_twice) {
  EXPECT_EQ(server(), server());
}
)";

const std::string lesson = R"(# 01 · The first step

## The story so far

See [the notes](../../notes/one.md#the-rules) and `server.h`:

```cpp from steps/01-first/server.h: server
/// Gives two.
int server();
```

## Read the test

`Server.gives_two` is in `tests/01-first/server_test.cpp`:

```cpp from tests/01-first/server_test.cpp: Server.gives_two
TEST(Server, gives_two) {
  EXPECT_EQ(server(), 2);
}
```

## Watch it fail

```sh
./kata test 01
ctest --preset verify -L step-01
```

```text printed by Server.gives_two with the starter
tests/01-first/server_test.cpp:4: Failure
Expected equality, after 12 ms
...
the end of the story
```

A first attempt:

```cpp try in steps/01-first/server.cpp: server
int server() {
  return 3;
}
```

```text printed by ./kata test 01 with the try above
Step 01 is red.
```

## Make it pass

<details>
<summary>Hint 1: what</summary>

Count.
</details>

<details>
<summary>Hint 2: how</summary>

Count twice, as step 02 will.
</details>

<details>
<summary>Hint 3: the line</summary>

```cpp lines from solutions/01-first/server.cpp
int server() {
  return 2;
```
</details>

## Look again

```text sketch
1 -> 2
```

## Compare

```cpp from solutions/01-first/server.cpp
#include "server.h"

int server() {
  return 2;
}
```

## In Go, and in the standard library

```go for comparison
func server() int { return 2 }
```

On to `./kata test 02`
)";

const std::string note = R"(# Notes

## The rules

```cpp compiled
int main() {}
```

```cpp refused: no such function
int x = nothing();
```
)";

const std::string readme = R"(# The kata

| Step | What |
|---|---|
| [01](steps/01-first/README.md) | one |
| [02](steps/02-second/README.md) | two |

`./kata list`
)";

/// The lesson of step 01, told of step 02.
std::string second(std::string text) {
  for (const auto& [old, now] : {std::pair{"01-first", "02-second"},
                                 {"# 01 ·", "# 02 ·"},
                                 {"test 01", "test 02"},
                                 {"step-01", "step-02"},
                                 {"step 02 will", "step 01 did"},
                                 {"Step 01 is", "Step 02 is"}}) {
    const std::string_view was = old;
    for (std::size_t at = 0; (at = text.find(was, at)) != std::string::npos;) {
      text.replace(at, was.size(), now);
      at += std::string_view(now).size();
    }
  }
  return text;
}

}  // namespace

const std::string CannedBench::run = R"([ RUN      ] Server.gives_two
tests/01-first/server_test.cpp:4: Failure
Expected equality, after 3 ms
something else
the end of the story

[  FAILED  ] Server.gives_two (7 ms)
[ RUN      ] Server.gives_it_twice
[       OK ] Server.gives_it_twice (0 ms)
)";

Result CannedBench::compile(const std::string& source) {
  if (source.find("broken") != std::string::npos) return std::unexpected("error: it is broken\n");
  if (source.find("nothing") != std::string::npos) {
    return std::unexpected("error: no such function\n");
  }
  return "";
}

Result CannedBench::program(const std::string& /*source*/) { return "hello\n"; }

Result CannedBench::build(const Subject& subject) { return compile(subject.source); }

Result CannedBench::tests(const Subject& subject) { return subject.step == 1 ? run : second(run); }

Result CannedBench::command(const std::string& /*command*/, const Subject& subject) {
  return fmt::format("Step {:02} is red.\n", subject.step);
}

SmallKata::SmallKata() {
  std::string path = (fs::temp_directory_path() / "small-kata-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
  root_ = path;
  for (const std::string name : {"01-first", "02-second"}) {
    write("steps/" + name + "/README.md", name == "01-first" ? lesson : second(lesson));
    write("steps/" + name + "/server.h", "#pragma once\n\n/// Gives two.\nint server();\n");
    write("steps/" + name + "/server.cpp", starter);
    write("solutions/" + name + "/server.cpp", solution);
    write("tests/" + name + "/server_test.cpp", test_file);
    write("tests/" + name + "/wrong/starter.cpp", "// One. Caught by: ...\n" + starter);
  }
  replace("steps/02-second/README.md", "On to `./kata test 02`", "That was all: `./kata`");
  write("notes/one.md", note);
  write("README.md", readme);
  for (const std::string command : {"show", "list", "test"}) {
    write("src/kata/commands/" + command + ".cpp", "\n");
  }
  write("CMakePresets.json", R"({"configurePresets": [{"name": "verify"}]})");
}

SmallKata::~SmallKata() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void SmallKata::replace(const std::string& file, const std::string& old, const std::string& text) {
  std::string now = read(file);
  const std::size_t at = now.find(old);
  if (at == std::string::npos) throw std::runtime_error(file + " has no " + old);
  write(file, now.replace(at, old.size(), text));
}

void SmallKata::write(const std::string& file, const std::string& text) {
  fs::create_directories((root_ / file).parent_path());
  std::ofstream(root_ / file, std::ios::binary) << text;
}

void SmallKata::remove(const std::string& file) { fs::remove(root_ / file); }

std::string SmallKata::read(const std::string& file) const {
  return read_file(root_ / file).value_or("");
}

Bench& SmallKata::bench() {
  static CannedBench bench;
  return bench;
}

Options SmallKata::options(bool write) {
  return {.files = {}, .write = write, .program = "lesson-check"};
}

}  // namespace lessons
