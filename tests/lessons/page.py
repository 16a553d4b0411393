"""A page as the Markdown parser sees it: its nodes in reading order."""
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote

from finding import Drift, Finding, lines_of

try:
    from markdown_it import MarkdownIt
except ImportError:
    print(f"{sys.executable} has no markdown_it: sudo apt-get install -y python3-markdown-it",
          file=sys.stderr)
    sys.exit(2)


@dataclass
class Node:
    kind: str  # heading, paragraph, block, html, code or link; what is inside a paragraph follows it
    line: int  # in the page, from 1
    text: str  # without its markup
    detail: str = ""  # of a block: what stands behind its fence; of a link: its target
    level: int = 0  # of a heading
    last_line: int = 0  # of a block
    fence: str = ""  # of a block
    mendable: bool = False  # a block that stands in no list and no quotation


@dataclass
class Page:
    file: str  # from the root of the kata
    lines: list
    nodes: list = field(default_factory=list)

    def of_kind(self, kind):
        return [node for node in self.nodes if node.kind == kind]

    def finding(self, line, *words):
        return Finding(self.file, line, *words)

    def anchors(self):
        """GitHub's anchors; it numbers those that come again: a, a-1, a-2."""
        seen = Counter()
        for heading in self.of_kind("heading"):
            name = re.sub(r"[^\w\- ]", "", heading.text.lower()).replace(" ", "-")
            yield f"{name}-{seen[name]}" if seen[name] else name
            seen[name] += 1


class Unreadable(Drift):
    """Nothing in the page can be checked, because of this line."""

    def __init__(self, line, what):
        super().__init__(what + ", so nothing in this page was checked")
        self.line = line


def read_page(file, source):
    """Reads a page from its bytes."""
    try:
        text = source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "this line is not UTF-8") from error
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        raise Unreadable(line, "this line ends with a carriage return")
    page = Page(file, lines_of(text))
    tokens = MarkdownIt("commonmark").parse(text)
    for before, token in zip([None] + tokens, tokens):
        if token.type == "inline":
            page.nodes += inline_nodes(before, token)
        elif token.type == "html_block":
            page.nodes.append(Node("html", token.map[0] + 1, token.content))
        elif token.type in ("fence", "code_block"):
            page.nodes.append(block(token, page.lines))
    return page


def block(token, lines):
    first, last = token.map[0], token.map[1] - 1
    node = Node("block", first + 1, token.content, token.info.strip(), last_line=last + 1,
                fence=token.markup, mendable=lines[first].startswith(("`", "~")))
    # The parser closes an open fence at the next one, or at the end, without a word.
    behind = [re.sub(r"^[\s>]*", "", line).rstrip() for line in lines[first + 1:last + 1]]
    ends = [line for line in behind if line.startswith(node.fence)]
    is_closed = len(ends) == 1 and ends[0] == behind[-1] and not ends[0].strip(node.fence[0])
    if node.fence and not is_closed:
        raise Unreadable(node.line, "this fence is never closed")
    return node


def inline_nodes(opening, token):
    kind = "heading" if opening.type == "heading_open" else "paragraph"
    level = int(opening.tag[1]) if kind == "heading" else 0
    yield Node(kind, token.map[0] + 1, plain_text(token), level=level)
    # The parser gives no lines inside a paragraph: count them in its source, up to `at`.
    at = 0
    for child in token.children:
        line = token.map[0] + 1 + token.content.count("\n", 0, at)
        if child.type in ("softbreak", "hardbreak"):
            at = token.content.find("\n", at) + 1
        elif child.type == "code_inline":
            yield Node("code", line, child.content)
            found = token.content.replace("\n", " ").find(child.content, at)
            at = at if found < 0 else found + len(child.content)
        elif child.type == "html_inline":
            yield Node("html", line, child.content)
            at = token.content.find(child.content, at) + len(child.content)
        elif child.type == "link_open":
            yield Node("link", line, "", unquote(child.attrs["href"]))
        elif child.type == "image":
            yield Node("link", line, child.content, unquote(child.attrs["src"]))


def plain_text(token):
    texts = {"text": lambda t: t.content, "code_inline": lambda t: t.content, "image": plain_text,
             "softbreak": lambda t: "\n", "hardbreak": lambda t: "\n"}
    return "".join(texts[child.type](child) for child in token.children if child.type in texts)
