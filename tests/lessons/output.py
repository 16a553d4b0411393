"""What was printed, and what a page shows of it."""
import re

from finding import Drift, joined, lines_of
from quote import find_lines, pieces_of


def normalised(line):
    """A line without what may differ from one run to the next."""
    line = re.sub(r"\b\d+(\.\d+)?( ?)(ns|us|ms|s|sec)\b", r"0\2ms", line)
    line = re.sub(r"\b0x[0-9a-f]{4,}\b", "0x...", line)
    return re.sub(r"\b([Tt]hread|tid) \d{3,}\b", r"\1 1000", line)


def comparable(lines):
    """Blanks at the end of a line and lines that are blank at the end of all don't count."""
    return without_blank_end([normalised(line).rstrip(" ") for line in lines])


def without_blank_end(lines):
    used = [i for i, line in enumerate(lines) if line.strip()]
    return lines[:used[-1] + 1] if used else []


def shows(excerpt, printed):
    """Whether an excerpt is what was printed, when a line `...` stands for any number of lines.
    Googletest 1.17 leaves more blank lines than 1.12: none counts."""
    there = [line for line in comparable(lines_of(printed)) if line]
    first, *others = pieces_of(line for line in comparable(lines_of(excerpt)) if line)
    if not others:
        return first == there
    *middle, last = others
    at = len(first)
    if there[:at] != first:
        return False
    for piece in middle:
        found = find_lines(piece, there, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(there) - at >= len(last) and there[len(there) - len(last):] == last


def brought_up_to_date(excerpt, printed):
    """The excerpt as it would have to be now. It keeps the words in which only a duration or the
    like differs, and its `...` with the lines beside them, if those are still printed."""
    old, now = lines_of(excerpt), lines_of(printed)
    wanted = comparable(now)
    pieces = [without_blank_end(piece) for piece in pieces_of(old)]

    def place(line, start):
        if normalised(line).rstrip(" ") not in wanted[start:]:
            raise Drift(f"`{line}` is no longer printed")
        return wanted.index(normalised(line).rstrip(" "), start)

    def in_old_words(lines, piece):
        words = {normalised(line): line for line in reversed(piece)}
        return [words.get(normalised(line), line) for line in lines]

    if len(pieces) == 1:
        return joined(in_old_words(now, old))
    result, at = [], 0
    for i, piece in enumerate(pieces):
        result += ["..."] if i > 0 else []
        if piece:
            begin = place(piece[0], at) if i > 0 else at
            at = place(piece[-1], begin) + 1 if i + 1 < len(pieces) else len(wanted)
            result += in_old_words(now[begin:at], piece)
    return joined(result)


def printed_by_test(run, name):
    """From a whole run of googletest: what it printed of a test, between its first and last line."""
    _, begun, rest = run.partition(f"[ RUN      ] {name}\n")
    if not begun:
        raise Drift(f"there is no test {name}")
    printed = re.split(rf"\[(?:  FAILED  |       OK |  SKIPPED )\] {re.escape(name)}", rest)[0]
    return joined(without_blank_end(lines_of(printed)))
