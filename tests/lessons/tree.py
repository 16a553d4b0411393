"""What there is in the kata: read once, never written."""
import difflib
import json
import os
import re
from pathlib import Path

from finding import Drift

NOT_OURS = {"build", "node_modules", ".git", ".cache", "__pycache__"}


class Tree:
    def __init__(self, root):
        self.root = Path(root)
        self.files = []  # from the root, sorted
        for folder, folders, names in os.walk(self.root):
            folders[:] = set(folders) - NOT_OURS
            self.files += [os.path.relpath(os.path.join(folder, name), self.root) for name in names]
        self.files.sort()
        folders = {file.split("/")[1] for file in self.files if re.match(r"steps/\d\d-[^/]+/", file)}
        self.steps = {int(name[:2]): name for name in sorted(folders)}  # 3: 03-only-when-cancelled
        self.tests = {}  # Suite.name: files
        for file in self.files:
            if re.match(r"tests/.*_test\.cpp$", file):
                for test in re.findall(r"^TEST(?:_[FP])?\((\w+),\s*(\w+)\)", self.read(file), re.M):
                    self.tests.setdefault(".".join(test), []).append(file)

    def read(self, file):
        try:
            return (self.root / file).read_bytes().decode(errors="replace")
        except OSError as error:
            what = f"can't read {file}" if self.has(file) else f"{file} does not exist"
            raise Drift(what) from error

    def text(self, file):
        """A file's text. An answer in steps/ is whatever a learner made of it; its place takes the
        starter that ships, which stands below the first line of wrong/starter.cpp."""
        starter = f"tests/{self.step_of(file)}/wrong/starter.cpp"
        if file.endswith(".cpp") and self.has(file) and starter in self.files:
            return self.read(starter).split("\n", 1)[1]
        return self.read(file)

    def step_of(self, file):
        """The name of the step to whose folder in steps/ a file belongs."""
        folder = file.split("/")[1] if file.startswith("steps/") else None
        return folder if folder in self.steps.values() else None

    def answer_file(self, step):
        """The file that a learner of this step edits."""
        files = [f for f in self.files if f.startswith(f"steps/{step}/") and f.endswith(".cpp")]
        return files[0] if files else f"steps/{step}/server.cpp"

    def tests_of(self, step):
        return [test for test, files in self.tests.items()
                if not step or any(file.startswith(f"tests/{step}/") for file in files)]

    def subcommands(self):
        """Those of ./kata: each has a file, and the bare one is `show`."""
        names = re.findall(r"^src/kata/commands/(\w+)\.cpp$", "\n".join(self.files), re.M)
        return [name for name in names if name != "show"]

    def presets(self):
        kinds = json.loads(self.read("CMakePresets.json"))
        names = [p["name"] for kind in kinds if kind.endswith("Presets") for p in kinds[kind]]
        return list(dict.fromkeys(names))

    def has(self, path):
        return (self.root / path).exists()

    def names(self):
        return [os.path.basename(file) for file in self.files]


def nearest(name, candidates):
    """What looks most like a name."""
    return (difflib.get_close_matches(name, candidates, n=1, cutoff=0) or ["nothing"])[0]
