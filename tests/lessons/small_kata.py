"""A kata of two steps in a folder, in which all is right, and a bench without a compiler."""
from blocks import Broken
from check import check
from tree import Tree

SOLUTION = """\
#include "server.h"

int server() {
  return 2;
}
"""

STARTER = """\
#include "server.h"

int server() {
  return 1;  // Your turn
}
"""

TESTS = """\
#include "server.h"

TEST(Server, gives_two) {
  EXPECT_EQ(server(), 2);
}

TEST(Server, gives_it_twice) {
  EXPECT_EQ(server(), server());
}
"""

LESSON = """\
# 01 · The first step

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
"""

NOTE = """\
# Notes

## The rules

```cpp compiled
int main() {}
```

```cpp refused: no such function
int x = nothing();
```
"""

README = """\
# The kata

| Step | What |
|---|---|
| [01-first](steps/01-first/README.md) | one |
| [02-second](steps/02-second/README.md) | two |

`./kata list`
"""

# What the tests print.
RUN = """\
[ RUN      ] Server.gives_two
tests/01-first/server_test.cpp:4: Failure
Expected equality, after 3 ms
something else
the end of the story

[  FAILED  ] Server.gives_two (7 ms)
[ RUN      ] Server.gives_it_twice
[       OK ] Server.gives_it_twice (0 ms)
"""


def second(text):
    """The lesson of step 01, told of step 02."""
    for old, now in (("01-first", "02-second"), ("# 01 ·", "# 02 ·"), ("test 01", "test 02"),
                     ("step-01", "step-02"), ("step 02 will", "step 01 did"),
                     ("Step 01 is", "Step 02 is")):
        text = text.replace(old, now)
    return text


class CannedBench:
    """Code that has the word `broken` in it doesn't compile, and the tests print always the same."""

    def compile(self, source):
        for word, error in (("broken", "it is broken"), ("nothing", "no such function")):
            if word in source:
                raise Broken(f"error: {error}\n")

    def program(self, _source):
        return "hello\n"

    def build(self, _step, _answer, source=""):
        self.compile(source)

    def tests(self, step, _answer, _source=""):
        return RUN if step == "01-first" else second(RUN)

    def command(self, _command, step, _answer, _source=""):
        return f"Step {(step or '00')[:2]} is red.\n"


class SmallKata:
    def __init__(self, root):
        self.root = root
        for name, told in (("01-first", str), ("02-second", second)):
            self.write(f"steps/{name}/README.md", told(LESSON))
            self.write(f"steps/{name}/server.h", "#pragma once\n\n/// Gives two.\nint server();\n")
            self.write(f"steps/{name}/server.cpp", STARTER)
            self.write(f"solutions/{name}/server.cpp", SOLUTION)
            self.write(f"tests/{name}/server_test.cpp", TESTS)
            self.write(f"tests/{name}/wrong/starter.cpp", "// One. Caught by: ...\n" + STARTER)
        self.plant("steps/02-second/README.md", "On to `./kata test 02`", "That was all: `./kata`")
        self.write("notes/one.md", NOTE)
        self.write("README.md", README)
        for command in ("show", "list", "test"):
            self.write(f"src/kata/commands/{command}.cpp", "\n")
        self.write("CMakePresets.json", '{"configurePresets": [{"name": "verify"}]}')

    def write(self, file, text):
        (self.root / file).parent.mkdir(parents=True, exist_ok=True)
        (self.root / file).write_bytes(text.encode(errors="surrogateescape"))

    def read(self, file):
        return (self.root / file).read_bytes().decode()

    def plant(self, file, old, now):
        """Replaces the first `old` in a file; it must be there."""
        text = self.read(file)
        assert old in text, f"{file} has no {old}"
        self.write(file, text.replace(old, now, 1))

    def check(self, write=False):
        return check(Tree(self.root), CannedBench(), write=write)
