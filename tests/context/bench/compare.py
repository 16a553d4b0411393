#!/usr/bin/env python3
"""Our contexts, Go's and std::stop_source's, side by side.

    tests/context/bench/compare.py [rounds]

Builds the three programs (-O2; Debian: libbenchmark-dev golang-go), runs them alternately, so that
a machine that is busy for a while is busy for all, and prints for each row the median of the
rounds (a round being the median of many short windows), the ratio of the medians to Go's, the ratio that we aim for, and the ratio of the best rounds
(on a busy machine it says more). Go's own benchmarks of its
package context are run too, for those who want to compare with other machines.
"""

import json
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[2] / "src"
WORK = Path(os.environ.get("WORK", "/tmp/context-bench"))

# What we aim for, as a fraction of what Go takes.
TARGETS = [
    (r"derive_and_cancel", 1 / 3),
    (r"fan_out_cancel/.*/100000", 1 / 4),
    (r"fan_out_cancel/plain/.*", 1 / 6),
    (r"chain_cancel/.*", 1 / 8),
    (r"is_canceled/.*", 1 / 5),
    (r"callback_on_and_off", 1 / 10),
    (r"timeouts_on_two_threads", 1 / 2),
    (r"timeouts/.*", 1 / 4),
    (r"value_miss/10", 1 / 8),
    (r"value_miss/100", 1 / 3),
    (r"wake_up", 1.3),
]


def build():
    WORK.mkdir(parents=True, exist_ok=True)
    library = [*SOURCE.glob("context/*.cpp"), *SOURCE.glob("context/detail/*.cpp")]
    cxx = [os.environ.get("CXX", "g++"), "-std=c++23", "-O2", f"-I{SOURCE}"]
    for name, sources in (("context_bench", library), ("std_stop_bench", [])):
        subprocess.run([*cxx, *sources, HERE / f"{name}.cpp", "-o", WORK / name,
                        "-lbenchmark", "-lpthread"], check=True)
    subprocess.run(["go", "test", "-c", "-o", WORK / "go_bench", "."], cwd=HERE / "go", check=True)
    subprocess.run(["go", "test", "-c", "-o", WORK / "go_own_bench", "context"], check=True)


def cpp(program):
    out = subprocess.run([WORK / program, "--benchmark_format=json"],
                         check=True, capture_output=True, text=True).stdout
    rows = {}
    for row in json.loads(out)["benchmarks"]:
        name = re.sub(r"/(manual_time|iterations:\d+)", "", row["name"])
        rows[name] = row["median_ns"]
    return rows


def go(program, time):
    out = subprocess.run([WORK / program, "-test.run=^$", "-test.bench=.", f"-test.benchtime={time}"],
                         check=True, capture_output=True, text=True).stdout
    rows = {}
    for name, ns in re.findall(r"^Benchmark_?(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op", out, re.M):
        rows[name] = float(ns)
    return rows


def target(name):
    return next((value for pattern, value in TARGETS if re.fullmatch(pattern, name)), None)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    build()
    seen = {"ours": [], "go": [], "std": []}
    for _ in range(rounds):
        seen["ours"].append(cpp("context_bench"))
        seen["go"].append(go("go_bench", "1x"))
        seen["std"].append(cpp("std_stop_bench"))
    median, best = ({who: {name: of([run[name] for run in runs]) for name in runs[0]}
                     for who, runs in seen.items()} for of in (statistics.median, min))

    load = os.getloadavg()[0]
    print(f"median of {rounds} rounds, ns per operation; load {load:.1f} on {os.cpu_count()} cores\n")
    print("| row | ours | Go | stop_source | ours : Go | aim | | best : best |\n"
          "|---|--:|--:|--:|--:|--:|---|--:|")
    for name, ours in median["ours"].items():
        theirs = median["go"].get(name)
        std = median["std"].get(name)
        ratio = ours / theirs if theirs else None
        at_best = best["ours"][name] / best["go"][name] if theirs else None
        aim = target(name) if ratio else None
        verdict = "" if aim is None else "met" if ratio <= aim else "MISSED"
        show = lambda value, form: "" if value is None else format(value, form)
        print(f"| {name} | {ours:.1f} | {show(theirs, '.1f')} | {show(std, '.1f')} "
              f"| {show(ratio, '.3f')} | {show(aim, '.3f')} | {verdict} | {show(at_best, '.3f')} |")
    print("\nGo's own benchmarks, ns per operation:\n")
    for name, ns in go("go_own_bench", "0.1s").items():
        print(f"    {name:45} {ns:12.1f}")


if __name__ == "__main__":
    main()
