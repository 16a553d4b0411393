"""The examples in the public headers are compiled and run: each stands in a test, too, between
`// example of context/errc.h` and `// end`. In a header it is what is indented behind `///`."""
import re
import textwrap
from itertools import zip_longest

from finding import Finding

PUBLIC = re.compile(r"src/((?:context|http)/[^/]+\.h)")
REGION = re.compile(r"^ *// example of (\S+)\n(.*?)^ *// end$", re.M | re.S)
SHOWN = re.compile(r"(?:^ *///   .*\n)+", re.M)


def tested_examples(tree):
    """For each header: file, line and text of its examples in the tests."""
    examples = {}
    for file in tree.files:
        if file.startswith("tests/") and file.endswith(".cpp"):
            text = tree.read(file)
            for match in REGION.finditer(text):
                place = file, text.count("\n", 0, match.start()) + 1
                examples.setdefault(match[1], []).append((*place, textwrap.dedent(match[2])))
    return examples


def check_examples(tree, header, tested):
    """How many examples a header has, and what is wrong with them."""
    text, name = tree.read(header), PUBLIC.fullmatch(header)[1]
    shown = [(text.count("\n", 0, match.start()) + 1,
              textwrap.dedent(re.sub("^ *///", "", match[0], flags=re.M)))
             for match in SHOWN.finditer(text)]
    tested = tested.get(name, [])
    strange = [(line, text) for line, text in shown if text not in [test[2] for test in tested]]
    unshown = [test for test in tested if test[2] not in [text for _, text in shown]]
    findings = []
    for example, test in zip_longest(strange, unshown):
        if example and test:
            what = f"this example is no longer that of {test[0]}"
            findings.append(Finding(header, example[0], what, test[2], example[1]))
        elif example:
            findings.append(Finding(header, example[0], "this example is in no test",
                                    f"// example of {name}", example[1].split("\n")[0]))
        else:
            findings.append(Finding(*test[:2], f"{header} has no such example", found=test[2]))
    return len(shown), findings
