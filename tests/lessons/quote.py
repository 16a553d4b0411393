"""What a block quotes from a source file. Universal Ctags knows where the parts of C++ are."""
import functools
import json
import re
import subprocess
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

from finding import Drift, joined, lines_of

NO_CTAGS = "there is no Universal Ctags: .ci/packages missing names its package"


@dataclass
class Part:
    name: str  # with its scopes: stage::World::run; a test: Suite.name
    begin: int  # its lines, from 0
    end: int  # behind its last one
    comment: int  # where the comment directly above begins; `begin` if there is none


@functools.cache
def ctags(source):
    """The tags of C++ source, local names excepted, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "source.cpp"
        # Ctags has not heard of `namespace a::inline v1`; by its name, v1 is nobody's scope.
        file.write_text(re.sub(r"::inline \w+", "", source))
        command = ["ctags", "--options=NONE", "--quiet", "--sort=no", "--kinds-C++=+px",
                   r"--regex-C++=/^[ ]*concept[ ]+([A-Za-z0-9_]+)/\1/q,concept/",
                   "--fields=+neS", "--output-format=json", "-f", "-", str(file)]
        try:
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise Drift(NO_CTAGS) from error
    if run.returncode != 0:
        raise Drift(f"{NO_CTAGS}\n{run.stderr}")
    tags = [json.loads(line) for line in run.stdout.splitlines()]
    return [tag for tag in tags if tag.get("scopeKind") != "function"
            and tag["kind"] not in ("namespace", "macro")]


def parts_of_cpp(source):
    lines = lines_of(source)
    for tag in ctags(source):
        scope = re.sub(r"__anon\w+(::)?", "", tag.get("scope", ""))
        test = re.fullmatch(r"\((\w+), ?(\w+)\)", tag.get("signature", ""))
        if tag["name"] in ("TEST", "TEST_F", "TEST_P") and test:
            name = ".".join(test.groups())
        else:
            name = f"{scope}::{tag['name']}".removeprefix("::").replace("::::", "::")
        begin = tag["line"] - 1
        while begin > 0 and not ends_something(lines[begin - 1]):
            begin -= 1
        end = tag.get("end") or end_of_statement(lines, tag["line"])
        yield whole(lines, name, begin, end, "//")


def ends_something(line):
    """Whether a declaration can't go on below this line: `template <class T>` doesn't end one."""
    line = line.strip()
    return line == "" or line.startswith(("//", "#")) or line.endswith((";", "{", "}", ":", "*/"))


def end_of_statement(lines, line):
    """For what has no end for ctags: an alias, a concept."""
    depth = 0
    for number, text in enumerate(lines[line - 1:], line):
        depth += text.count("{") - text.count("}")
        if depth == 0 and ";" in text:
            return number
    return line


def parts_of_cmake(source):
    lines = lines_of(source)
    for begin, line in enumerate(lines):
        if found := re.match(r"(function|macro)\(([^ )]+)", line):
            ends = (i for i in range(begin, len(lines)) if lines[i].startswith("end" + found[1]))
            yield whole(lines, found[2], begin, next(ends, begin) + 1, "#")


def whole(lines, name, begin, end, mark):
    comment = begin
    while comment > 0 and lines[comment - 1].strip().startswith(mark):
        comment -= 1
    return Part(name, begin, end, comment)


def is_called(part, name):
    """A part is called with as many of its scopes as one likes; a constructor, with its class."""
    scopes = part.name.split("::")
    if "::" not in name and scopes[-2:] == [name, name]:
        return False
    return ("::" + part.name).endswith("::" + name)


def find_part(file, source, name):
    if file.endswith((".cmake", "CMakeLists.txt")):
        parts = list(parts_of_cmake(source))
    elif file.endswith((".cpp", ".h")):
        parts = list(parts_of_cpp(source))
    else:
        raise Drift(f"{file} is quoted as a whole: parts are known of C++ and CMake only")
    found = [part for part in parts if is_called(part, name)]
    if not found:
        raise Drift(f"{file} has no part {name}; it has {', '.join(part.name for part in parts)}")
    if len(found) > 1:
        raise Drift("{} has {} twice, in line {} as {} and in line {} as {}: say which, by its scope"
                    .format(file, name, found[0].begin + 1, found[0].name, found[1].begin + 1,
                            found[1].name))
    return found[0]


def quotation(file, source, names, block):
    """The whole source, or the named parts with a blank line between. A comment above a part belongs
    to it, but `block`, the quotation as it is now, may leave out that of its first."""
    if not names:
        return source
    without_comment = block.strip() and not block.strip().startswith(("//", "#"))
    lines, texts = lines_of(source), []
    for name in names:
        part = find_part(file, source, name)
        begin = part.begin if without_comment and not texts else part.comment
        texts.append(textwrap.dedent(joined(lines[begin:part.end])))
    return "\n".join(texts)


def with_part_replaced(file, source, name, text):
    lines, part = lines_of(source), find_part(file, source, name)
    return joined(lines[:part.begin]) + text + joined(lines[part.end:])


def find_lines(wanted, there, start=0):
    """Where some lines stand one after the other, from `start` on; -1 if they don't."""
    places = range(start, len(there) - len(wanted) + 1)
    return next((i for i in places if there[i:i + len(wanted)] == wanted), -1)


def pieces_of(lines):
    """The lines between those that are `...`."""
    pieces = [[]]
    for line in lines:
        if line.strip() == "...":
            pieces.append([])
        else:
            pieces[-1].append(line)
    return pieces


def first_stray_line(block, source):
    """The first line of a block that doesn't stand in a source where it should; indentation and
    what `...` leaves out don't count. None if all do."""
    there = [line.strip() for line in lines_of(source)]
    if not block.strip():
        return "(an empty block)"
    start = 0
    for piece in pieces_of(line.strip() for line in lines_of(block.strip())):
        for length in range(1, len(piece) + 1):
            if find_lines(piece[:length], there, start) < 0:
                return piece[length - 1]
        start = find_lines(piece, there, start) + len(piece)
    return None
