"""The real bench, in the build folder LESSONS_BUILD."""
import os
from pathlib import Path

import pytest

from bench import Bench
from blocks import Broken
from tree import Tree

pytestmark = pytest.mark.skipif("LESSONS_BUILD" not in os.environ, reason="no build folder is given")


@pytest.fixture(name="bench", scope="module")
def real_bench():
    return Bench(Tree(Path(__file__).parents[2]), os.environ["LESSONS_BUILD"])


def test_what_compiles_is_compiled(bench):
    bench.compile('#include "context/context.h"\nint one() { return 1; }\n')


def test_an_error_is_in_a_line_of_the_page(bench):
    with pytest.raises(Broken, match=r"notes/page\.md:7:"):
        bench.compile('#line 7 "notes/page.md"\nint one() { return two; }\n')


def test_a_warning_is_an_error(bench):
    with pytest.raises(Broken):
        bench.compile("int one() { int unused; return 1; }\n")


def test_a_program_is_run(bench):
    source = '#include <cstdio>\nint main() { std::puts("hello"); }\n'
    assert bench.program(source) == "hello\n"


def test_a_try_is_run_with_the_tests_of_its_step(bench):
    source = '#include "server.h"\nhttp::Handler server(Store&) { return [](auto&, auto&) {}; }\n'
    printed = bench.tests("01-stub-store", "try", source)
    assert "[  FAILED  ] Server.writes_what_the_store_fetched" in printed


def test_a_try_that_does_not_compile_is_broken(bench):
    with pytest.raises(Broken):
        bench.build("01-stub-store", "try", "nonsense")


def test_paths_begin_at_the_root(bench):
    assert "\ntests/01-stub-store/" in bench.tests("01-stub-store", "starter")
