"""What the check has to say of a page."""
import os
from dataclasses import dataclass


class Drift(Exception):
    """Something is not, or no longer, true: what, and if it helps what was expected and found. What
    a block should be stands in `mended`, if a machine can tell."""

    def __init__(self, what, expected="", found="", mended=None):
        super().__init__(what)
        self.what, self.expected, self.found, self.mended = what, expected, found, mended


@dataclass
class Finding:
    file: str  # from the root of the kata
    line: int
    what: str
    expected: str = ""
    found: str = ""
    mend: str = ""  # a command; none: a person has to edit the file

    def text(self, program):
        lines = [f"{self.file}:{self.line}: {self.what}"]
        if "\n" in self.expected + self.found:
            lines += difference(self.expected, self.found)
        elif self.expected or self.found:
            lines += [f"  expected: {self.expected}", f"  found:    {self.found or 'nothing'}"]
        lines.append("  mend it with: " + self.mend if self.mend else
                     f"  edit the page, then: {program} {self.file}")
        return "\n".join(lines) + "\n"


def difference(expected, found):
    """The lines in which two texts differ; those that both begin and end with are left away."""
    wanted, seen = lines_of(expected), lines_of(found)
    same = len(os.path.commonprefix([wanted, seen]))
    wanted_rest, seen_rest = wanted[same:], seen[same:]
    end = len(os.path.commonprefix([wanted_rest[::-1], seen_rest[::-1]]))
    lines = [f"    (the first {same} lines are equal)"] if same else []
    if expected:
        lines += marked("expected", "+", wanted_rest[:len(wanted_rest) - end])
    return lines + marked("found", "-", seen_rest[:len(seen_rest) - end])


def marked(what, mark, lines, most=12):
    if not lines:
        return [f"  {what}: nothing"]
    more = [f"  {mark} (and more)"] if len(lines) > most else []
    return [f"  {what}:"] + [f"  {mark} {line}" for line in lines[:most]] + more


def lines_of(text):
    """The lines of a text without their ends; a last line without an end counts, too."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def joined(lines):
    return "".join(line + "\n" for line in lines)
