"""What check.py says when it can't do its work."""
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).with_name("check.py")


def run(*arguments, **environment):
    command = [sys.executable, "-B", str(CHECK), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("arguments, what", [
    (["--root", "{root}", "gone.md"], "there is no page gone.md"),
    (["--root", "{root}", "CMakePresets.json"], "there is no page CMakePresets.json"),
    (["--root", "{root}/notes"], "is no kata: it has no steps"),
    (["--wirte"], "--wirte"),
])
def test_a_wrong_call_is_no_finding(kata, arguments, what):
    status, said = run(*(argument.format(root=kata.root) for argument in arguments), PATH="/usr/bin")

    assert status == 2
    assert what in said


@pytest.mark.parametrize("program", [None, "#!/bin/sh\necho unknown option >&2\nexit 1\n"])
def test_a_missing_or_another_ctags_is_said_with_what_mends_it(kata, tmp_path, program):
    (tmp_path / "bin").mkdir()
    if program:
        (tmp_path / "bin/ctags").write_text(program)
        (tmp_path / "bin/ctags").chmod(0o755)

    status, said = run("--root", kata.root, PATH=str(tmp_path / "bin"))

    assert status == 2
    assert "there is no Universal Ctags: .ci/packages missing" in said


def test_a_python_without_the_package_is_said_with_what_mends_it(tmp_path):
    (tmp_path / "markdown_it.py").write_text("raise ImportError")

    status, said = run(PATH="/usr/bin:/bin", PYTHONPATH=str(tmp_path))

    assert status == 2
    assert "sudo apt-get install -y python3-markdown-it" in said


def test_a_folder_that_is_not_built_yet_is_said_with_what_makes_it(kata):
    status, said = run("--root", kata.root, "--build", kata.root / "build", "notes/one.md",
                       PATH="/usr/bin:/bin")

    assert status == 1
    assert "cmake --preset verify makes it" in said
