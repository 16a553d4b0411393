#!/usr/bin/env python3
"""How long it takes from an edit to a verdict: ./kata test and go test of the same chapter, alternately, so that both
meet the same machine; and from a save to the verdict on the screen of ./kata watch.

    tests/kata/bench/edit_to_verdict.py [--rounds 20] [--saves 50] [--step 06]

The compiler is that in CXX. The learner's file of that step is put back at the end. Without go, there's no such column.
"""
import argparse
import os
import pathlib
import pty
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]


def seconds(command, folder):
    begin = time.monotonic()
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return time.monotonic() - begin, done


def must(done):
    if done.returncode != 0:
        sys.exit(f"{done.args} ended with {done.returncode}:\n{done.stdout.decode(errors='replace')}")


def percentile(times, share):
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def told(name, times):
    print(f"{name:<34} p50 {percentile(times, .5):.3f} s   p95 {percentile(times, .95):.3f} s   of {len(times)}")


def edit(file, text, count):
    """A real edit: the code that is generated differs each time."""
    if file.suffix == ".go":
        file.write_text(text + f"\nvar edited{count} = {count}\n")
    else:
        file.write_text(text + f"\nint edited_{count}();\nint edited_{count}() {{ return {count}; }}\n")


def beside_go(args, answer, solved):
    ours, gos = [], []
    go = shutil.which("go")
    with tempfile.TemporaryDirectory() as folder:
        chapter = pathlib.Path(folder) / "chapter"
        shutil.copytree(ROOT / "tests/kata/bench/chapter", chapter)
        server = (chapter / "server.go").read_text()
        for count in range(-2, args.rounds):  # two to warm up
            edit(answer, solved, count + 2)
            took, done = seconds(["./kata", "test", args.step], ROOT)
            must(done)
            if count >= 0:
                ours.append(took)
            if not go:
                continue
            edit(chapter / "server.go", server, count + 2)
            took, done = seconds([go, "test", "./..."], chapter)
            must(done)
            if count >= 0:
                gos.append(took)
    told("edit to verdict, ./kata test", ours)
    if gos:
        told("edit to verdict, go test", gos)
        print(f"{'ratio of the medians':<34} {percentile(ours, .5) / percentile(gos, .5):.2f}")


class Watching:
    def __init__(self, step):
        self.process, self.master = pty.fork()
        if self.process == 0:
            os.chdir(ROOT)
            os.environ["TERM"] = "xterm"
            os.execv("./kata", ["./kata", "watch", step])
        self.text = b""

    def until(self, words, patience=120):
        deadline = time.monotonic() + patience
        while words not in self.text:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                sys.exit(f"the screen never showed {words!r}:\n{self.text.decode(errors='replace')[-2000:]}")
            self.text += os.read(self.master, 65536)
        at = time.monotonic()
        self.text = b""
        return at

    def end(self):
        os.write(self.master, b"q")
        os.waitpid(self.process, 0)


def save(file, text):
    """As careful editors do it. Returns when it was done."""
    draft = file.with_name(".draft.swp")
    draft.write_text(text)
    os.replace(draft, file)
    return time.monotonic()


def watched(args, answer, solved, starter):
    screen = Watching(args.step)
    screen.until(b"Then:" if answer.read_text() == starter else b"Compare with")
    times = []
    for count in range(args.saves):
        green = count % 2 == 0
        begin = save(answer, (solved if green else starter) + f"// {count}\n")
        times.append(screen.until(b"is green." if green else b"is red.") - begin)
    screen.end()
    told("save to verdict, ./kata watch", times)


def running(program):
    """The processes that run this program."""
    found = []
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.readlink(f"/proc/{name}/exe") == str(program):
                found.append(int(name))
        except OSError:
            continue  # gone, or somebody else's
    return found


def called_off(args, answer, solved):
    """From a save to the end of the run that it has outdated: tests that spin, which the compiler needn't be waited for."""
    program = ROOT / f"build/default/tests/step-{args.step}"
    endless = solved + "\n[[maybe_unused]] static const int never = [] { for (volatile int i = 0;;) i = 1; return 0; }();\n"
    answer.write_text(endless)
    screen = Watching(args.step)
    times = []
    for count in range(args.saves):
        while not (spinning := running(program)):
            time.sleep(0.005)
        begin = save(answer, endless + f"// {count}\n")
        while any(process in running(program) for process in spinning):
            time.sleep(0.001)
        times.append(time.monotonic() - begin)
        while select.select([screen.master], [], [], 0)[0]:
            os.read(screen.master, 65536)
    screen.end()
    told("save to end of the outdated run", times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--saves", type=int, default=50)
    parser.add_argument("--step", default="06")
    args = parser.parse_args()
    solution = next(ROOT.glob(f"solutions/{args.step}-*/*.cpp"))
    answer = ROOT / "steps" / solution.parent.name / solution.name
    starter = next(ROOT.glob(f"tests/{args.step}-*/wrong/starter.cpp")).read_text().split("\n", 1)[1]
    kept = answer.read_text()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    subprocess.run(["./kata", "test", args.step], cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    print(f"{os.environ.get('CXX', 'c++')}, step {args.step}, load {os.getloadavg()[0]:.1f}")
    try:
        if args.rounds:
            beside_go(args, answer, solution.read_text())
        if args.saves:
            answer.write_text(starter)
            watched(args, answer, solution.read_text(), starter)
            called_off(args, answer, solution.read_text())
    finally:
        answer.write_text(kept)


if __name__ == "__main__":
    main()
