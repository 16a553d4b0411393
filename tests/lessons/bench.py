"""Where the code in the pages is tried out: a build folder of the preset `verify`."""
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import threading
from pathlib import Path

from blocks import Broken, LeftOut


class Bench:
    """Builds what it needs, and with the same flags what the pages try. Leaves its files in
    `folder`/lessons. May be used by several threads at once."""

    def __init__(self, tree, folder):
        self.tree, self.folder = tree, Path(folder)
        self.copy = self.folder / "lessons" / "kata"
        self.lock = threading.Lock()
        self.building = threading.Lock()  # one build at a time in the folder
        self.results = {}  # of what is asked twice: a lock, and what came out

    def once(self, work, *key):
        with self.lock:
            lock, done = self.results.setdefault((work, *key), (threading.Lock(), []))
        with lock:
            if not done:
                try:
                    done += [work(*key), None]
                except Broken as broken:
                    done += [None, broken]
        if done[1]:
            raise done[1]
        return done[0]

    def run(self, words, folder=None, check=True, verbatim=False):
        """What a program prints; paths in it begin at the root of the kata."""
        environment = {name: value for name, value in os.environ.items()
                       if not name.startswith(("GTEST_", "KATA_")) and name != "CI"}
        try:
            run = subprocess.run(words, cwd=folder or self.folder, env=environment, timeout=300,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Broken(f"{words[0]} did not come to its end: {error}\n") from error
        printed = run.stdout.decode(errors="replace")
        for root in () if verbatim else (self.copy, self.folder, self.tree.root):
            printed = printed.replace(f"{root}/", "")
        if run.returncode < 0 or (check and run.returncode != 0):
            raise Broken(printed or f"{words[0]} ended with {run.returncode}\n")
        return printed

    def compile(self, source):
        """Compiles a source by itself."""
        return self.once(self.compile_sketch, source, "-fsyntax-only")

    def program(self, source):
        """Compiles and links a source, and gives what its main() prints."""
        return self.once(self.run_sketch, source)

    def build(self, step, answer, source=""):
        """Builds a step's tests with the starter, the solution or a try: the program's path."""
        return self.once(self.build_answer, step, answer, source)

    def tests(self, step, answer, source=""):
        """What a step's tests print with that answer."""
        return self.once(self.run_tests, step, answer, source)

    def command(self, command, step, answer, source=""):
        """What `./kata ...` prints in a kata in which nobody has done anything but that."""
        return self.once(self.run_command, command, step, answer, source)

    def make(self, target):
        if not (self.folder / "build.ninja").exists():
            raise Broken(f"{self.folder} is no build folder yet: cmake --preset verify makes it\n")
        with self.building:
            try:
                self.run(["cmake", "--build", str(self.folder), "--target", target])
            except Broken as broken:
                if " is left out: this machine lacks the package " in str(broken):
                    raise LeftOut(str(broken)) from broken
                raise
        return self.folder / "tests" / target

    def commands(self, step):
        """The words that compile a step's solution, and those that link it with its tests."""
        target = "solution-" + step[:2]
        self.once(self.make, target)
        with self.building:
            lines = self.run(["ninja", "-t", "commands", target], verbatim=True).splitlines()
        source = "solutions" + self.tree.answer_file(step)[len("steps"):]
        compiles = [line for line in lines if re.search(rf" -c \S*{re.escape(source)}$", line)]
        links = [line for line in lines if f" -o tests/{target} " in line]
        if not compiles or not links:
            raise Broken(f"ninja knows no command that builds {target}\n")
        # Ninja links between a `: &&` and a `&& :`.
        return [[word for word in shlex.split(line) if word not in (":", "&&")]
                for line in (compiles[-1], links[-1])]

    def place_for(self, source):
        place = self.folder / "lessons" / hashlib.sha1(source.encode()).hexdigest()[:16]
        place.mkdir(parents=True, exist_ok=True)
        (place / "code.cpp").write_text(source)
        return place

    def compile_sketch(self, source, *more):
        words = self.once(self.commands, min(self.tree.steps.values()))[0]
        # Not what belongs to the step: its headers, the precompiled ones, the file.
        flags = re.sub(r" (-include|-o|-c|-MF|-MT|-Xclang) \S+| -MD| -Winvalid-pch| -I\S*/steps/\S+",
                       "", shlex.join(words))
        return self.run([*shlex.split(flags), *more, str(self.place_for(source) / "code.cpp")])

    def run_sketch(self, source):
        place = self.place_for(source)
        self.compile_sketch(source, "-c", "-o", f"{place}/code.o")
        words = self.once(self.commands, min(self.tree.steps.values()))[1]
        words = [word for word in words if not word.endswith(".o")]
        words[words.index("-o") + 1] = f"{place}/code"
        self.run([words[0], f"{place}/code.o", *words[1:]])
        return self.run([f"{place}/code"], place)

    def build_answer(self, step, answer, source):
        if answer == "solution":
            return self.once(self.make, "solution-" + step[:2])
        if answer == "starter":
            file = self.tree.answer_file(step)
            is_shipped = self.tree.text(file) == self.tree.read(file)
            target = "step-{}" if is_shipped else "wrong-{}-starter"
            return self.once(self.make, target.format(step[:2]))
        compiling, linking = self.once(self.commands, step)
        place = self.place_for(source)
        object_file = compiling[compiling.index("-o") + 1]
        if object_file not in linking:
            raise Broken(f"no try can be linked into step {step[:2]}\n")
        words = {object_file: f"{place}/code.o", compiling[-1]: f"{place}/code.cpp",
                 f"tests/solution-{step[:2]}": f"{place}/tests"}
        for command in (compiling, linking):
            self.run([words.get(word, word) for word in command])
        return place / "tests"

    def run_tests(self, step, answer, source):
        return self.run([str(self.build(step, answer, source))], check=False)

    def run_command(self, command, step, answer, source):
        shutil.copytree(self.tree.root, self.copy, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("build", "node_modules", ".?*"))
        for name in self.tree.steps.values():
            file = self.tree.answer_file(name)
            texts = {"starter": lambda: self.tree.text(file), "try": lambda: source,
                     "solution": lambda: self.tree.read("solutions" + file[len("steps"):])}
            (self.copy / file).write_text(texts[answer if name == step else "starter"]())
        return self.run(shlex.split(command), self.copy, check=False)
