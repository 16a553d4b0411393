"""What all lessons have in common, the table of steps, and how long files may be."""
import re
from pathlib import PurePath

from finding import joined, lines_of

HEADINGS = ("The story so far", "Read the test", "Watch it fail", "Make it pass", "Look again",
            "Compare", "In Go, and in the standard library")
FOLDS = ("Look again", "Compare")  # there more may be folded away than hints
FEWEST_HINTS = 3
LONGEST_CODE = 3  # of a hint that isn't the last


def check_structure(tree, page):
    step = tree.step_of(page.file)
    if step and page.file == f"steps/{step}/README.md":
        yield from check_title(page, step)
        yield from check_headings(page)
        yield from check_hints(page)
        yield from check_last_word(tree, page, step)
    if page.file == "README.md":
        yield from check_table_of_steps(tree, page)
    yield from check_limits(tree, page)


def check_title(page, step):
    first = page.nodes[0] if page.nodes else None
    wanted = f"{step[:2]} · "
    if not first or first.level != 1 or not re.match(wanted + ".", first.text):
        yield page.finding(1, "a lesson begins with its number and title", f"# {wanted}Title",
                           "".join(page.lines[:1]))


def check_headings(page):
    found = [node for node in page.of_kind("heading") if node.level == 2]
    for wanted, heading in zip((*HEADINGS, *["no further heading"] * len(found)), found):
        if heading.text != wanted:
            yield page.finding(heading.line, "a lesson has another heading here", wanted,
                               heading.text)
            return
    if len(found) < len(HEADINGS):
        yield page.finding(max(1, len(page.lines)), "this lesson isn't complete",
                           "## " + HEADINGS[len(found)], "the end of the page")


def check_hints(page):
    section, hints, depth, last_line, long_code = "", 0, 0, 1, None
    for node in page.nodes:
        if node.kind == "heading":
            section = node.text
            last_line = node.line if section == "Make it pass" else last_line
        if node.kind == "block" and depth > 0 and len(lines_of(node.text)) > LONGEST_CODE:
            long_code = node
        if node.kind != "html":
            continue
        depth += node.text.count("<details>") - node.text.count("</details>")
        summary = re.search("<summary>(.*?)(</summary>|$)", node.text, re.S)
        if not summary:
            continue
        if depth != 1:
            yield page.finding(node.line, "what has a summary is folded away, once", "<details>",
                               "a <summary> without it" if depth < 1 else "a fold in a fold")
        if section in FOLDS and summary[1].strip() and not summary[1].startswith("Hint"):
            continue
        hints, last_line = hints + 1, node.line
        if not re.match(f"Hint {hints}: .", summary[1]):
            yield page.finding(node.line, "hints are numbered and say what they are about",
                               f"<summary>Hint {hints}: ...</summary>",
                               f"<summary>{summary[1]}</summary>")
        if section != "Make it pass":
            yield page.finding(node.line, "hints belong to another section", "Make it pass", section)
        if long_code:
            yield page.finding(long_code.line,
                               f"only the last hint may show more than {LONGEST_CODE} lines of code")
            long_code = None
    if depth != 0:
        yield page.finding(last_line, "a <details> is open at the end", "</details>")
    if hints < FEWEST_HINTS:
        yield page.finding(last_line, f"a lesson has at least {FEWEST_HINTS} hints",
                           f"{FEWEST_HINTS} or more", str(hints))


def check_last_word(tree, page, step):
    paragraphs = page.of_kind("paragraph")
    if not paragraphs:
        return
    last = page.nodes[page.nodes.index(paragraphs[-1]):]
    commands = [node.text for node in last if node.kind == "code" and node.text.startswith("./kata")]
    number = int(step[:2]) + 1
    follows = f"./kata test {number:02}" if number in tree.steps else "./kata"
    is_right = commands and (number not in tree.steps or commands[0] in (follows, "./kata"))
    if not is_right:
        yield page.finding(last[0].line, "a lesson ends with the next command", f"`{follows}`",
                           f"`{commands[0]}`" if commands else "no command")


def check_table_of_steps(tree, page):
    """Plain Markdown knows no tables: a row is a line that begins so."""
    rows = [(line, *match.groups()) for line, text in enumerate(page.lines, 1)
            if (match := re.match(r"\| *\[(.*?)\]\(steps/(.*?)(?:/README\.md)?\)", text))]
    wanted = list(tree.steps.values())
    named = [step for _, _, step in rows]
    if named != wanted:
        header = next((i for i, line in enumerate(page.lines, 1) if line.startswith("|")), 1)
        yield page.finding(header, "the table of steps is not the folders of steps/",
                           joined(wanted), joined(named))
    for line, title, step in rows:
        if title != step:
            yield page.finding(line, "a step goes by the name of its folder", step, title)


def check_limits(tree, page):
    """A row `| what | `files` | 40 |` of a table whose last column is `Lines at most`."""
    in_table = False
    for line, text in enumerate(page.lines, 1):
        in_table = text.startswith("|") and (in_table or text.endswith("| Lines at most |"))
        row = re.fullmatch(r"\|[^|]*\|([^|]*)\| *(\d+) *\|", text) if in_table else None
        if not row:
            continue
        globs = re.findall("`([^`]+)`", row[1])
        files = [f for f in tree.files if any(PurePath("/" + f).match("/" + glob) for glob in globs)]
        if not files:
            yield page.finding(line, "this limit is for no file", "files", row[1].strip())
        for file in files:
            if (length := len(lines_of(tree.text(file)))) > int(row[2]):
                yield page.finding(line, f"{file} is longer than it may be",
                                   f"{row[2]} lines at most", f"{length} lines")
