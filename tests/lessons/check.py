#!/usr/bin/python3
"""Is what README.md, the lessons, the notes and the examples in the public headers say still true?

Exit status 0 yes, 1 no, 2 when it was called the wrong way or lacks a package.
notes/contributing.md tells how a block says where it comes from."""
import argparse
import os
import re
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from bench import Bench
from blocks import UNCHECKED, BlockCheck, LeftOut, tag_of
from examples import PUBLIC, check_examples, tested_examples
from finding import Drift, Finding, joined, lines_of
from page import Unreadable, read_page
from quote import ctags
from structure import check_structure
from text import check_text
from tree import Tree

PAGES = re.compile(r"README\.md|(steps|src)/.*/README\.md|notes/.*\.md")


@dataclass
class Report:
    findings: list = field(default_factory=list)
    mended: list = field(default_factory=list)  # the page, the block, its new text
    pages: int = 0
    blocks: int = 0
    checked: int = 0  # of these; a sketch and a comparison aren't

    def text(self, program):
        return ("".join(f"{page.file}:{block.line}: mended\n" for page, block, _ in self.mended)
                + "".join(finding.text(program) for finding in self.findings)
                + f"{self.pages} pages, {self.checked} of {self.blocks} blocks checked, "
                  f"{len(self.mended)} mended, {len(self.findings)} to mend.\n")


def check(tree, bench, files=None, write=False, program="lesson-check"):
    """Checks pages, all if none are named. With `write`, what can be mended is; it is no finding."""
    report, pages, tasks = Report(), [], []
    tested = tested_examples(tree)
    files = files or tree.files
    for header in filter(PUBLIC.fullmatch, files):
        count, findings = check_examples(tree, header, tested)
        report.blocks += count
        report.checked += count
        report.findings += findings
    for file in filter(PAGES.fullmatch, files):
        report.pages += 1
        try:
            pages.append(read_page(file, (tree.root / file).read_bytes()))
        except Unreadable as drift:
            report.findings.append(Finding(file, drift.line, drift.what))
    for page in pages:
        report.findings += [*check_structure(tree, page), *check_text(tree, page)]
        tasks += [(page, block) for block in page.of_kind("block")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # most blocks wait for a compiler or a test
        drifts = pool.map(lambda task: drift_of(tree, bench, *task), tasks)

    for (page, block), drift in zip(tasks, drifts):
        report.blocks += 1
        if is_left_out(drift):
            continue
        report.checked += tag_of(block)[0] not in UNCHECKED
        if drift and write and drift.mended is not None:
            report.mended.append((page, block, drift.mended))
        elif drift:
            mend = f"{program} --write {page.file}" if drift.mended is not None else ""
            report.findings.append(page.finding(block.line, drift.what, drift.expected, drift.found,
                                                mend))
    for page in pages:
        write_page(tree.root / page.file, page,
                   [mended[1:] for mended in report.mended if mended[0] is page])
    report.findings.sort(key=lambda finding: (finding.file, finding.line, finding.what))
    return report


def drift_of(tree, bench, page, block):
    try:
        BlockCheck(tree, bench, page).check(block)
    except Drift as drift:
        return drift
    return None


def is_left_out(drift):
    """Whether nothing is known of the block, since its step can't be built here."""
    return drift is not None and isinstance(drift.__cause__, LeftOut)


def write_page(path, page, mended):
    if not mended:
        return
    lines = list(page.lines)
    for block, text in reversed(mended):  # from the end, so that lines stay put
        lines[block.line:block.last_line - 1] = lines_of(text)
    draft = path.with_name(path.name + ".lesson-check")
    draft.write_text(joined(lines))
    shutil.copymode(path, draft)
    os.replace(draft, path.resolve())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--write", action="store_true",
                        help="mend quoted blocks and outputs; never prose")
    parser.add_argument("--root", type=Path, default=Path(__file__).parents[2], help="the kata")
    parser.add_argument("--build", type=Path, help="the build folder (default: build/verify)")
    parser.add_argument("pages", nargs="*", metavar="PAGE",
                        help="pages and public headers to check (default: all)")
    options = parser.parse_args()

    try:
        ctags("")
    except Drift as drift:
        parser.error(drift.what)
    tree = Tree(options.root.resolve())
    if not tree.steps:
        parser.error(f"{tree.root} is no kata: it has no steps")
    files = [os.path.relpath(os.path.realpath(page), tree.root)
             if os.path.exists(page) and not tree.has(page) else page for page in options.pages]
    for file in files:
        is_checked = PAGES.fullmatch(file) or PUBLIC.fullmatch(file)
        if file not in tree.files or not is_checked:
            parser.error(f"there is no page {file}")
    bench = Bench(tree, (options.build or tree.root / "build/verify").resolve())
    program = os.path.relpath(os.path.realpath(__file__), tree.root)
    report = check(tree, bench, files, options.write, program)
    print(report.text(program), end="")
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
