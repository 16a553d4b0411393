#!/usr/bin/env python3
"""Are the examples in the public headers the ones that are compiled and run?

check.py SRC EXAMPLES: an example in a header of SRC is what stands behind `///` and three blanks or
more. Each must be, line for line, what stands in a source of EXAMPLES between
    // example of context/errc.h
and
    // end
and each of these must stand in its header. Exit status 0 yes, 1 no.
"""
import re
import sys
import textwrap
from pathlib import Path


def gathered(lines):
    """The runs of lines, from (header, line) pairs; a None ends one."""
    texts, run = [], []
    for line in [*lines, None]:
        if line is not None:
            run.append(line)
        elif run:
            texts.append(textwrap.dedent("\n".join(run)))
            run = []
    return texts


def in_header(path):
    code = re.compile(r"\s*///   (.*)")
    found = (code.fullmatch(line) for line in path.read_text().splitlines())
    return gathered(match and match[1] for match in found)


def in_source(path):
    """(header, example) for each."""
    inside = None
    for line in path.read_text().splitlines():
        if begin := re.fullmatch(r"\s*// example of (\S+)", line):
            inside, lines = begin[1], []
        elif inside and re.fullmatch(r"\s*// end", line):
            yield inside, textwrap.dedent("\n".join(lines))
            inside = None
        elif inside:
            lines.append(line)


def main(src, examples):
    headers = {path.relative_to(src).as_posix(): in_header(path)
               for folder in ("context", "http") for path in sorted(src.glob(f"{folder}/*.h"))}
    tested = [pair for path in sorted(examples.glob("*.cpp")) for pair in in_source(path)]
    stale = [(header, text) for header, text in tested if text not in headers.get(header, [])]
    untested = [(header, text) for header, texts in headers.items() for text in texts
                if (header, text) not in tested]
    for header, text in untested:
        print(f"src/{header} has an example that no source of tests/examples has:\n{text}\n")
    for header, text in stale:
        print(f"tests/examples has an example that src/{header} doesn't have:\n{text}\n")
    if not tested:
        print("there is no example at all")
    return 1 if stale or untested or not tested else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
