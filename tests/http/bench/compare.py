#!/usr/bin/env python3
"""Our server, one in the shape of Boost's advanced example, and Go's net/http, side by side.

    tests/http/bench/compare.py [rounds]

Builds them (-O2; Debian: the packages of .ci/packages with extra, and golang-go), lets each answer
/hello on 1, 16 and 64 connections for a while, in turn, so that a machine that is busy for a while
is busy for all, and prints the median of the rounds, requests a second, and the ratio to the quicker
of the other two. Then how soon a handler hears that its client has hung up. The client takes its
share of the machine: what counts is the ratio.
"""

import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[2] / "src"
WORK = Path(os.environ.get("WORK", "/tmp/http-bench"))
MILLISECONDS = 700
AIM = 0.8


def build():
    WORK.mkdir(parents=True, exist_ok=True)
    cxx = [os.environ.get("CXX", "g++"), "-std=c++23", "-O2", f"-I{SOURCE}", "-pthread"]
    objects = WORK / "objects"
    objects.mkdir(exist_ok=True)
    sources = [*SOURCE.glob("context/*.cpp"), *SOURCE.glob("context/detail/*.cpp"),
               SOURCE / "http/http.cpp", SOURCE / "http/server.cpp", *SOURCE.glob("http/server/*.cpp")]
    subprocess.run([*cxx, "-c", *sources], check=True, cwd=objects)
    library = list(objects.glob("*.o"))
    subprocess.run([*cxx, HERE / "our_server.cpp", *library, "-o", WORK / "ours"], check=True)
    subprocess.run([*cxx, HERE / "hang_up.cpp", HERE.parent / "raw_client.cpp", *library,
                    "-o", WORK / "hang_up"], check=True)
    subprocess.run([*cxx, HERE / "beast_server.cpp", "-o", WORK / "beast"], check=True)
    subprocess.run([*cxx, HERE / "load.cpp", "-o", WORK / "load"], check=True)
    subprocess.run(["go", "build", "-o", WORK / "go", "."], cwd=HERE / "go", check=True)


def requests_a_second(port, connections):
    load = subprocess.run([WORK / "load", port, str(connections), str(MILLISECONDS)],
                          check=True, capture_output=True, text=True)
    return float(load.stdout)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    build()
    servers = {name: subprocess.Popen([WORK / name], stdout=subprocess.PIPE, text=True)
               for name in ("ours", "beast", "go")}
    ports = {name: server.stdout.readline().strip() for name, server in servers.items()}
    try:
        print(f"requests a second, median of {rounds} rounds; "
              f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n")
        print("| connections | ours | Beast's example | Go | ours : quicker | aim | |\n"
              "|--:|--:|--:|--:|--:|--:|---|")
        for connections in (1, 16, 64):
            seen = {name: [] for name in servers}
            for _ in range(rounds):
                for name, port in ports.items():
                    seen[name].append(requests_a_second(port, connections))
            median = {name: statistics.median(all) for name, all in seen.items()}
            ratio = median["ours"] / max(median["beast"], median["go"])
            print(f"| {connections} | {median['ours']:.0f} | {median['beast']:.0f} | "
                  f"{median['go']:.0f} | {ratio:.2f} | {AIM} | {'met' if ratio >= AIM else 'MISSED'} |")
    finally:
        for server in servers.values():
            server.terminate()
            server.wait()
    print()
    for count in ("1000", "10000"):
        print(subprocess.run([WORK / "hang_up", count], check=True, capture_output=True,
                             text=True).stdout)


if __name__ == "__main__":
    main()
