"""A build may be killed at any moment: the index is then the old one or the new one, whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: what a kill leaves does not hang on the disk."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="minuted-test-") as folder:
        yield Path(folder)


def test_two_hundred_kills_leave_the_old_index_or_the_new_one(memory: Path) -> None:
    running = []
    for seed in (1, 2):
        (memory / str(seed)).mkdir()
        running.append(
            subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("killed_builds.py")),
                 str(memory / str(seed)), "100", str(seed)],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}",
                     "OMP_NUM_THREADS": "1", "TMPDIR": str(memory), "OPENBLAS_NUM_THREADS": "1"},
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )
        )  # fmt: skip
    for process in running:
        told, trouble = process.communicate(timeout=300)
        assert process.returncode == 0, trouble[-2000:]
        seen = json.loads(told)
        assert seen["killed"] == 100
        assert seen["the old one"] + seen.get("the new one", 0) == 100
        assert "mixed or lost" not in seen
        assert "acknowledged and lost" not in seen
        assert seen["the old one"] > 20  # kills that came too late would show nothing
        assert seen["folders after"] == 1
