#!/usr/bin/env python3
"""Makes one program of all answers to a step, in three commands:

    join_answers.py list ANSWERS ANSWERS.cpp TEST.o...
    join_answers.py compile c++ ... -o ANSWERS.o -c ANSWERS.cpp
    join_answers.py link c++ ... ANSWERS.o ... -o PROGRAM

ANSWERS has a line "NAME SOURCE" for each, our own solution first. ANSWERS.cpp is that, with the names
of what the compiled tests call. The answers are compiled at one go, each in a namespace of its own, so
that no two of them can get at each other. What the tests call is then a jump to the answer that the
environment variable KATA_ANSWER chooses (see joined.h).

An answer for which a namespace isn't the same as a file of its own is compiled alone and linked into
PROGRAM.alone/NAME, which PROGRAM becomes when it is chosen: one that defines a member of a class that
the contract declares, has a preprocessor line other than #include, or has something to construct
before main(). One that doesn't compile at all is in PROGRAM with the words of the compiler.
"""
import json
import pathlib
import platform
import re
import shutil
import subprocess
import sys

JUMPS = {
    "x86_64": "jmp *{slot}(%rip)",
    "aarch64": "adrp x16, {slot}\\n ldr x16, [x16, :lo12:{slot}]\\n br x16",
}


class Answer:
    def __init__(self, index, name, source):
        self.name, self.source = name, pathlib.Path(source)
        self.namespace = f"kata_answer_{index}"
        self.text = self.source.read_text()
        self.trouble = None  # what the compiler says if it doesn't compile

    def may_join(self):
        directives = re.findall(r"^[ \t]*#[ \t]*(\w+)", self.text, re.MULTILINE)
        return all(word == "include" for word in directives)


class Compilation:
    """One of the compiler's commands, with another source and another object in it."""

    def __init__(self, command):
        self.command = command
        self.object = pathlib.Path(self.after("-o"))
        self.source = pathlib.Path(self.after("-c"))
        self.depfile = pathlib.Path(self.after("-MF"))
        self.dependencies = {str(pathlib.Path(__file__).resolve())}

    def after(self, flag):
        return self.command[self.command.index(flag) + 1]

    def run(self, source, target):
        depfile = target.with_suffix(".d")
        exchange = {str(self.object): str(target), str(self.source): str(source),
                    str(self.depfile): str(depfile)}
        done = subprocess.run([exchange.get(word, word) for word in self.command],
                              capture_output=True, text=True)
        if depfile.exists():
            rule = depfile.read_text().replace("\\\n", " ").split(": ", 1)[1]
            self.dependencies.update(re.split(r"(?<!\\)\s+", rule.strip()))
        return done

    def write_depfile(self):
        self.dependencies = {path for path in self.dependencies if not path.endswith(".batch.cpp")}
        self.depfile.write_text(f"{self.object}: " + " \\\n ".join(sorted(self.dependencies)) + "\n")


def symbols(option, *objects):
    """(type, mangled, demangled) of each."""
    lines = subprocess.run(["nm", "-P", option, *map(str, objects)], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    pairs = [line.split()[1::-1] for line in lines if len(line.split()) > 1]
    names = subprocess.run(["c++filt"], input="\n".join(name for _, name in pairs), text=True,
                           capture_output=True, check=True).stdout.splitlines()
    return [(kind, mangled, name) for (kind, mangled), name in zip(pairs, names)]


def write_batch(path, answers, names):
    """The answers' own includes come first: inside of a namespace they would mean something else. What
    a contract declares is out of sight there, or a call could mean that as well as the answer's own;
    that the answer defines the same is checked in the end."""
    include = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
    lines = [line.strip() for answer in answers for line in include.findall(answer.text)]
    ours = [line for line in lines if re.search(r'"[^"/]*"', line)]
    others = ["#include <type_traits>"] + [line for line in lines if line not in ours]
    text = "\n".join(dict.fromkeys(others)) + "\n"
    text += "".join(f"#define {name} kata_contract_{name}\n" for name in names)
    text += "\n".join(dict.fromkeys(ours)) + "\n"
    text += "".join(f"#undef {name}\n" for name in names)
    for answer in answers:
        text += f'namespace {answer.namespace} {{\n#line 1 "{answer.source}"\n'
        text += include.sub("", answer.text) + f'\n#line 1 "{answer.source}"\n'
        text += "".join(f"static_assert(std::is_same_v<decltype(&{name}), "
                        f"decltype(&::kata_contract_{name})>);\n" for name in names)
        text += "}\n"
    path.write_text(text)


def blamed_for_errors(text):
    return set(re.findall(r"^(\S+?):\d+:\d+: +(?:error|required)", text, re.MULTILINE))


def blamed_for_haste(target, answers):
    """Those with variables outside of functions, if any has something to construct before main()."""
    found = symbols("--defined-only", target)
    if not any(mangled.startswith(("_GLOBAL__sub_I", "__tls_init")) for _, mangled, _ in found):
        return None
    variables = [name.replace("(anonymous namespace)", "") for kind, _, name in found
                 if kind in "bBdDuV"]
    owners = {name.split("::")[0] for name in variables if "(" not in name}
    # Nobody's: what a header has, such as those of Boost.Asio, every program has once.
    return {str(answer.source) for answer in answers if answer.namespace in owners} or None


def compile_batch(compilation, pieces, answers, called):
    """Those of `answers` that are in pieces/all.o afterwards."""
    names = [name.split("(")[0] for _, name in called if re.match(r"\w+(\[abi:\w+\])?\(", name)]
    names = sorted({name.split("[")[0] for name in names})
    source, target = pieces / "all.batch.cpp", pieces / "all.o"
    joined = [answer for answer in answers if answer.may_join()]
    while joined:
        write_batch(source, joined, names)
        done = compilation.run(source, target)
        blamed = blamed_for_errors(done.stderr) if done.returncode else blamed_for_haste(target, joined)
        if blamed is None:
            break
        left = [answer for answer in joined if str(answer.source) not in blamed]
        joined = left if len(left) < len(joined) else []
    if not joined:
        target.unlink(missing_ok=True)
    return joined


def compile_alone(compilation, pieces, answer):
    compilation.dependencies.add(str(answer.source))
    done = compilation.run(answer.source, pieces / f"{answer.name}.o")
    if done.returncode != 0:
        answer.trouble = done.stderr


def functions_of(answer, joined, pieces):
    """What it defines for others: {demangled: mangled}."""
    if answer in joined:
        prefix = answer.namespace + "::"
        found = symbols("--defined-only", pieces / "all.o")
        return {name.replace(prefix, ""): mangled for kind, mangled, name in found
                if kind == "T" and name.startswith(prefix)}  # its types may be in the answer, too
    found = symbols("--defined-only", pieces / f"{answer.name}.o")
    return {name: mangled for kind, mangled, name in found if kind == "T"}


def finish(compilation, target):
    """As support/points/with_points.sh does for an answer that is compiled alone."""
    if "-fsanitize=thread" in compilation.command and target.exists():
        points = pathlib.Path(__file__).resolve().parent / "points"
        compilation.dependencies.update(str(points / name) for name in
                                        ("with_points.sh", "calls.txt", "spin_locks.ld"))
        subprocess.run(["sh", points / "with_points.sh", "--finish", target], check=True)


def write_table(path, answers, joined, pieces, called):
    ours = functions_of(answers[0], joined, pieces)
    asked = [(name, mangled) for mangled, name in called if joined and name in ours]
    text = '#include "support/joined.h"\n'
    rows = ""
    for number, answer in enumerate(answers):
        functions = "nullptr"
        if answer in joined:
            theirs = functions_of(answer, joined, pieces)
            names = [f"f{number}_{i}" for i in range(len(asked))]
            for name, (asked_name, _) in zip(names, asked):
                text += f'extern "C" void {name}() asm("{theirs[asked_name]}");\n'
            functions = f"functions_{number}"
            text += f"static void (*const {functions}[])() = {{{', '.join(names)}}};\n"
        rows += (f"  {{{json.dumps(answer.name)}, {json.dumps(str(answer.source))}, "
                 f"{json.dumps(answer.trouble) if answer.trouble else 'nullptr'}, {functions}}},\n")
    text += f'extern "C" [[gnu::visibility("hidden")]] void (*kata_slots[{len(asked) + 1}])();\n'
    text += f"void (*kata_slots[{len(asked) + 1}])() = {{}};\n"
    for i, (_, mangled) in enumerate(asked):
        jump = JUMPS[platform.machine()].format(slot=f"kata_slots+{8 * i}")
        text += (f'asm(".text\\n .globl {mangled}\\n .type {mangled}, %function\\n'
                 f'{mangled}: {jump}\\n");\n')
    text += f"static const stage::JoinedAnswer answers[] = {{\n{rows}}};\n"
    text += ("[[gnu::constructor]] static void choose(int, char** arguments) {\n"
             f"  stage::choose_answer(answers, {{kata_slots, {len(asked)}}}, arguments);\n}}\n")
    path.write_text(text)


def list_answers(command):
    """Written only if it differs: an edit of the tests seldom concerns the answers."""
    answers, target, *tests = map(pathlib.Path, command)
    lines = [f"// answer {line}" for line in answers.read_text().splitlines()]
    lines += sorted({f"// calls {mangled} {name}"
                     for _, mangled, name in symbols("--undefined-only", *tests)})
    text = "\n".join(lines) + "\n"
    if not target.exists() or target.read_text() != text:
        target.write_text(text)


def compile_answers(command):
    compilation = Compilation(command)
    lines = [line.split(maxsplit=3)[1:] for line in compilation.source.read_text().splitlines()]
    answers = [Answer(i, *rest) for i, (what, *rest) in enumerate(lines) if what == "answer"]
    called = [rest for what, *rest in lines if what == "calls"]
    pieces = compilation.object.with_suffix(".pieces")
    shutil.rmtree(pieces, ignore_errors=True)
    pieces.mkdir(parents=True)

    joined = compile_batch(compilation, pieces, answers, called)
    for answer in answers:
        compilation.dependencies.add(str(answer.source))
        if answer not in joined:
            compile_alone(compilation, pieces, answer)
    if answers[0].trouble:
        sys.exit(answers[0].trouble)  # what is the contract, if not even ours keeps it?

    write_table(pieces / "table.batch.cpp", answers, joined, pieces, called)
    done = compilation.run(pieces / "table.batch.cpp", pieces / "table.o")
    if done.returncode != 0:
        sys.exit(done.stderr)
    code = pieces / ("all.o" if joined else f"{answers[0].name}.o")
    subprocess.run(["ld", "-r", "-o", compilation.object, pieces / "table.o", code], check=True)
    for target in (compilation.object, *pieces.glob("*.o")):
        finish(compilation, target)
    for piece in ("table.o", "all.o"):
        (pieces / piece).unlink(missing_ok=True)
    compilation.write_depfile()


def link_program(command):
    output = command.index("-o") + 1
    program = pathlib.Path(command[output])
    answers = next(word for word in command if pathlib.Path(word).with_suffix(".pieces").is_dir())
    alone = pathlib.Path(f"{program}.alone")
    shutil.rmtree(alone, ignore_errors=True)
    subprocess.run(command, check=True)
    for piece in sorted(pathlib.Path(answers).with_suffix(".pieces").glob("*.o")):
        alone.mkdir(exist_ok=True)
        words = [str(piece) if word == answers else word for word in command]
        words[output] = str(alone / piece.stem)
        done = subprocess.run(words, capture_output=True, text=True)
        if done.returncode != 0:
            (alone / f"{piece.stem}.trouble").write_text(done.stderr)


if __name__ == "__main__":
    commands = {"list": list_answers, "compile": compile_answers, "link": link_program}
    commands[sys.argv[1]](sys.argv[2:])
