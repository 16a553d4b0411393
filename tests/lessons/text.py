"""What the text itself speaks of: files, tests, targets, steps, links and commands must exist."""
import os
import re
import shlex
import shutil

from finding import Drift
from page import Unreadable, read_page
from tree import nearest

FOLDERS = ("steps/", "solutions/", "tests/", "notes/", "src/", ".ci/", ".github/", ".devcontainer/",
           "bench/")
FILE_NAME = re.compile(r"(?!build/|/).+\.(cpp|h|md|txt|json|py|cmake|yml)")
PATTERN = re.compile(r"[*<>{}$ \n]|NN|\.\.\.")  # `tests/*/wrong` and `steps/NN-name` speak of many
TEST = re.compile(r"[A-Z][A-Za-z0-9]*\.(?=[a-z0-9]*_)[a-z0-9_]+")

# Programs that a reader may have and CI need not.
KNOWN_PROGRAMS = ("cd export sudo apt-get npm node curl code gdb clangd valgrind docker").split()


def check_text(tree, page):
    for node in page.nodes:
        try:
            if node.kind == "code":
                check_code(tree, page, node.text)
            elif node.kind in ("paragraph", "heading"):
                yield from check_steps(tree, page, node)
            elif node.kind == "link" and not re.search("://|^mailto:", node.detail):
                check_link(tree, page, node.detail)
            elif node.kind == "html" and re.search("href=|src=", node.text):
                raise Drift("a link in HTML escapes this check",
                            "a link in Markdown: [text](target)")
            elif node.kind == "block" and node.detail == "sh":
                yield from check_commands(tree, page, node)
        except Drift as drift:
            yield page.finding(node.line, drift.what, drift.expected, drift.found)


def check_steps(tree, page, node):
    for match in re.finditer(r"\b[Ss]tep\s+(\d+)\b", node.text):
        if int(match[1]) not in tree.steps:
            line = node.line + node.text.count("\n", 0, match.start())
            yield page.finding(line, "there is no such step", f"a step up to {max(tree.steps):02}",
                               match[0])


def check_code(tree, page, text):
    if text == "./kata" or text.startswith("./kata "):
        for _, words in [] if re.search(r"[<\[]", text) else commands_of(text):
            if trouble := trouble_with(tree, words):
                raise Drift(trouble, "a command that exists", text)
    elif PATTERN.search(text):
        return
    elif TEST.fullmatch(text):
        step = tree.step_of(page.file)
        if text not in tree.tests_of(step):
            where = f"step {step[:2]} has no such test" if step else "there is no such test"
            raise Drift(where, nearest(text, tree.tests_of(step)), text)
    elif target := re.fullmatch(r"(?:step|solution)-(\d\d)", text):
        if int(target[1]) not in tree.steps:
            raise Drift("there is no such target", "the target of a step that exists", text)
    elif text.startswith(FOLDERS):
        if not tree.has(text):
            raise Drift("this file does not exist", nearest(text, tree.files), text)
    elif FILE_NAME.fullmatch(text):
        if not any(("/" + file).endswith("/" + text) for file in tree.files):
            raise Drift("no file of this name lies in the kata", nearest(text, tree.names()), text)


def check_link(tree, page, target):
    path, _, anchor = target.partition("#")
    file = os.path.normpath(os.path.join(os.path.dirname(page.file), path)) if path else page.file
    if path.startswith("/") or file.startswith(".."):
        raise Drift("this link leaves the kata", "a relative path", target)
    if not tree.has(file):
        raise Drift("this link goes nowhere", nearest(file, tree.files), target)
    if anchor and file.endswith(".md"):
        try:
            there = read_page(file, (tree.root / file).read_bytes()) if path else page
        except Unreadable:
            return  # has a finding of its own
        if anchor not in there.anchors():
            raise Drift(f"there is no such heading in {file}",
                        "#" + nearest(anchor, list(there.anchors())), target)


def check_commands(tree, page, block):
    for line, words in commands_of(block.text):
        if trouble := trouble_with(tree, words):
            yield page.finding(block.line + line, trouble, "a command that exists", " ".join(words))


def commands_of(script):
    """The commands of a shell script: the line each begins in, from 1, and its words."""
    begun, first = "", 1
    for number, line in enumerate(script.split("\n"), 1):
        if line.endswith("\\"):
            begun += line[:-1]
            continue
        text = re.sub(r"(^|\s)#.*", "", begun + line)
        lexer = shlex.shlex(text, posix=True, punctuation_chars=";&|")
        lexer.whitespace_split, lexer.commenters = True, ""
        try:
            words = [*lexer, ";"]
        except ValueError as error:
            raise Drift(f"this is no command of a shell: {error}", "", text) from error
        while words:
            end = next(i for i, word in enumerate(words) if not word.strip(";&|"))
            if words[:end]:
                yield first, words[:end]
            words = words[end + 1:]
        begun, first = "", number + 1


def trouble_with(tree, words):
    """Why a command can't be what it says; None if it can."""
    while len(words) > 1 and (words[0] == "sudo" or "=" in words[0]):
        words = words[1:]
    program = words[0]
    if program == "./kata":
        return trouble_with_kata(tree, words)
    if program in ("cmake", "ctest"):
        return trouble_with_preset(tree, words)
    is_known = (program in KNOWN_PROGRAMS or shutil.which(program) if "/" not in program
                else program.startswith("build/") or tree.has(program))
    if not is_known:
        return f"there is no program {program}"
    for word in words:
        if word.startswith(FOLDERS[:5]) and not re.search("[*<$]|NN", word) and not tree.has(word):
            return f"{word} does not exist"
    return None


def trouble_with_kata(tree, words):
    for word in words[1:]:
        if word.isdigit():
            return None if int(word) in tree.steps else f"there is no step {word}"
        if not word.startswith("-") and word != "NN" and word not in tree.subcommands():
            return f"./kata knows no `{word}`; it knows {', '.join(tree.subcommands())}"
    return None


def trouble_with_preset(tree, words):
    options = dict(zip(words, words[1:])) | dict(w.split("=", 1) for w in words if "=" in w)
    preset = options.get("--preset")
    if preset and preset not in tree.presets():
        return f"there is no preset {preset}; there are {', '.join(tree.presets())}"
    for name in (options.get("--target", ""), options.get("-L", "")):
        step = re.fullmatch(r"(?:step|solution)-(\d+)", name)
        if step and int(step[1]) not in tree.steps:
            return f"there is no step {step[1]}"
    return None
