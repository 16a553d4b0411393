"""A fenced block says behind its language what it is, and that must be true."""
import re

from diagram import check_diagram
from finding import Drift
from output import brought_up_to_date, printed_by_test, shows
from quote import first_stray_line, quotation, with_part_replaced

FILE_AND_PART = r"(?P<file>.+?)(?:: +(?P<parts>.+))?"
ANSWER = r"(?: *with the (?P<answer>starter|solution|try above))?"
TAGS = {  # what a tag means, and its form behind one of these languages
    "quoted": (r"\w.*", "from +" + FILE_AND_PART),
    "lines": (r"\w.*", r"lines from +(?P<file>.+)"),
    "try": ("cpp", "try in +" + FILE_AND_PART),
    "compiled": ("cpp", "compiled"),
    "refused": ("cpp", r"refused(?:: *(?P<words>.*))?"),
    "program": ("text", "printed by +the program above" + ANSWER),
    "command": ("text", r"printed by +(?P<name>\./kata(?: .+?)?)" + ANSWER),
    "tests": ("text", r"printed by +the tests *of step (?P<step>\d+)" + ANSWER),
    "test": ("text", r"printed by +(?P<name>[^ .]+\.[^ ]*)(?: *of step (?P<step>\d+))?" + ANSWER),
    "sketch": ("text", "sketch"),
    "shell": ("sh", ""),
    "diagram": ("mermaid", ""),
    "comparison": (r"\S+", "for comparison"),
}
UNCHECKED = ("sketch", "comparison")
CHOICES = {
    "cpp": "a cpp block is tagged `from FILE`, `from FILE: part`, `lines from FILE`, "
           "`try in steps/NN-name/FILE`, `compiled` or `refused`",
    "text": "a text block is tagged `printed by ./kata ...`, `printed by the tests of step NN`, "
            "`printed by Suite.name` (each `with the starter`, `the solution` or `the try above`), "
            "`printed by the program above` or `sketch`",
    "sh": "a sh block has no tag",
    "mermaid": "a mermaid block has no tag",
    "": "a block names its language: cpp, text, sh, mermaid or another",
}


def tag_of(block):
    """What a block is, and the words of its tag by name."""
    language, _, words = block.detail.partition(" ")
    for meaning, (languages, form) in TAGS.items():
        match = re.fullmatch(form, words.strip())
        if match and re.fullmatch(languages, language):
            return meaning, match.groupdict()
    return None, CHOICES.get(language,
                             f"a {language} block is tagged `from FILE` or `for comparison`")


class BlockCheck:
    """Checks the blocks of a page. What is wrong with one is raised as a Drift."""

    def __init__(self, tree, bench, page):
        self.tree, self.bench, self.page = tree, bench, page

    def check(self, block):
        if not block.fence:
            raise Drift("an indented code block names no source: put it in a fence")
        meaning, words = tag_of(block)
        if meaning is None:
            raise Drift("this block does not say where it is from: " + words)
        if meaning in ("program", "command", "tests", "test"):
            self.check_printed(block, meaning, words)
        elif hasattr(self, "check_" + meaning):
            getattr(self, "check_" + meaning)(block, **words)

    def source(self, file):
        try:
            return self.tree.text(file)
        except Drift as drift:
            raise Drift(drift.what + ", and this block quotes it") from drift

    def check_quoted(self, block, file, parts):
        names = re.split(" *, *", parts) if parts else []
        wanted = quotation(file, self.source(file), names, block.text)
        if "\r" in wanted:
            raise Drift(f"{file} has carriage returns, and this block quotes it")
        if wanted != block.text:
            raise self.differs("this block is no longer what stands in " + file, wanted, block)

    def check_lines(self, block, file):
        if (stray := first_stray_line(block.text, self.source(file))) is not None:
            raise Drift(f"these lines are no longer in {file}", "lines of that file", stray)

    def check_try(self, block, file, parts):
        try:
            self.bench.build(*self.attempt(block, file, parts))
        except Broken as broken:
            raise Drift("this try does not compile and link", "", str(broken)) from broken

    def check_compiled(self, block):
        try:
            self.bench.compile(self.numbered(block))
        except Broken as broken:
            raise Drift("this block does not compile", "", str(broken)) from broken

    def check_refused(self, block, words):
        try:
            self.bench.compile(self.numbered(block))
        except Broken as broken:
            if "fatal error" in str(broken) or (words or "") not in str(broken):
                raise Drift("this block is refused for another reason than the page says", words,
                            str(broken)) from broken
            return
        raise Drift("this block compiles, and the page says that it is refused")

    def check_diagram(self, block):
        check_diagram(block.text)

    def check_printed(self, block, meaning, words):
        try:
            printed = self.printed(block, meaning, words)
        except Broken as broken:
            raise Drift(str(broken)) from broken
        if shows(block.text, printed):
            return
        what = "this is no longer what is printed"
        try:
            now = brought_up_to_date(block.text, printed)
        except Drift as drift:
            raise Drift(f"{what}: {drift.what}, so quote it anew by hand", printed,
                        block.text) from drift
        raise self.differs(what, now, block)

    def printed(self, block, meaning, words):
        if meaning == "program":
            _, program = self.above(block, "compiled", "there is no compiled program above")
            return self.bench.program(self.numbered(program))
        if words["answer"] == "try above":
            tag, attempt = self.above(block, "try", "there is no try above")
            subject = self.attempt(attempt, **tag)
        else:
            number = int(words.get("step") or (self.tree.step_of(self.page.file) or "0")[:2])
            if number not in self.tree.steps and meaning != "command":
                raise Drift(f"say of which step: `{words.get('name', 'the tests')} of step NN`")
            subject = self.tree.steps.get(number), words["answer"] or "starter"
        if meaning == "command":
            return self.bench.command(words["name"], *subject)
        run = self.bench.tests(*subject)
        return run if meaning == "tests" else printed_by_test(run, words["name"])

    def attempt(self, block, file, parts):
        """The step, that it is answered with a try, and its source."""
        step = self.tree.step_of(file)
        if step is None or file != self.tree.answer_file(step):
            raise Drift(f"{file} is not the file that one edits in a step")
        source = self.numbered(block)
        if parts:
            source = with_part_replaced(file, self.tree.text(file), parts, source)
        return step, "try", source

    def above(self, block, meaning, otherwise):
        """The nearest block above that is tagged so: the words of its tag, and the block."""
        for other in reversed(self.page.of_kind("block")):
            found, words = tag_of(other)
            if other.line < block.line and found == meaning:
                return words, other
        raise Drift(otherwise)

    def numbered(self, block):
        """The block's code, of which a compiler speaks as lines of this page."""
        return f'#line {block.line + 1} "{self.page.file}"\n{block.text}'

    def differs(self, what, wanted, block):
        if not block.mendable:
            what += " (in a list or a quotation a block is mended by hand)"
        return Drift(what, wanted, block.text or "(an empty block)\n",
                     wanted if block.mendable else None)


class Broken(Exception):
    """What a compiler or a program said instead of doing what it was asked to."""


class LeftOut(Broken):
    """The step can't be built here, for want of a package (tests/needs.cmake)."""
