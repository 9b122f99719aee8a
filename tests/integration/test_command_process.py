"""The process of a command that ends at once: all is printed, its exit code is the command's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from made import Line, document, write


@pytest.fixture(scope="module")
def location(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("index")
    write(made, [document("a.txt", [Line(f"Line {n} of the paper.") for n in range(3000)])])
    return made


def started(location: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "api.cli.main", "show", "a.txt", "--passages"]
    return subprocess.Popen(
        [*command, "--index", str(location)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "MINUTED_MODEL": "made-up"},
    )


def test_all_is_printed_before_it_ends(location: Path) -> None:
    out, said = (process := started(location)).communicate()
    assert (process.returncode, said) == (0, b"")
    assert b"Line 2999 of the paper." in out


def test_who_stops_reading_gets_no_complaint(location: Path) -> None:
    with started(location) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (said, process.returncode) == (b"", 0)


def test_the_exit_code_is_that_of_the_command(tmp_path: Path) -> None:
    process = started(tmp_path)
    _, said = process.communicate()
    assert process.returncode == 4
    assert said.startswith(b"minuted: There is no index at")
