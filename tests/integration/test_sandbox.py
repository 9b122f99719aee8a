"""Whatever a task does to its process, the others are done and each has one outcome, in order."""

from __future__ import annotations

import importlib
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.readers.sandbox import Limits, Outcome, isolate

MISBEHAVIOUR = """
import os, subprocess, sys, time

from indexer.readers.sandbox import Patience


def work(task):
    yield f"begun {task}"
    if task == "hang":
        time.sleep(600)
    if task == "chatter":
        while True:
            time.sleep(0.02)
            yield "still here"
    if task == "patient":
        yield Patience(600)
        for _ in range(60):
            time.sleep(0.05)
            yield "working"
    if task == "eat":
        hoard = [bytearray(2**20) for _ in range(100_000)]
    if task == "abort":
        os.abort()
    if task == "leave":
        os._exit(7)
    if task == "raise":
        raise ValueError("no matter what")
    if task == "unspeakable":
        yield lambda: None
    if task == "loud":
        print("noise on stdout"); print("noise on stderr", file=sys.stderr)
        sys.stderr.flush()
    if task == "recurse":
        def down(n):
            return down(n + 1)
        down(0)
    if task == "spawn":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        yield child.pid
        time.sleep(600)
    if task == "light":
        yield sorted({"torch", "faiss", "onnxruntime", "tantivy"} & set(sys.modules))
    yield f"done {task}"
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    (tmp_path / "misbehaviour.py").write_text(MISBEHAVIOUR)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("misbehaviour").work
    del sys.modules["misbehaviour"]


def run(work: Callable[..., Any], *tasks: str, **limits: Any) -> list[Outcome]:
    given = {"silence": 20.0, "total": 60.0, "memory": 1024, "workers": 2} | limits
    return list(isolate(work, tasks, Limits(**given)))


def test_every_task_has_one_outcome_in_order(work: Callable[..., Any]) -> None:
    tasks = [f"t{number}" for number in range(12)]
    outcomes = run(work, *tasks, workers=3)
    assert [outcome.steps for outcome in outcomes] == [
        (f"begun {task}", f"done {task}") for task in tasks
    ]
    assert not any(outcome.trouble for outcome in outcomes)


def test_a_silent_task_is_ended_and_what_it_said_is_kept(work: Callable[..., Any]) -> None:
    hung, fine = run(work, "hang", "fine", silence=2.0)
    assert (hung.trouble, hung.steps) == ("silent", ("begun hang",))
    assert fine.steps[-1] == "done fine"


def test_a_task_that_never_ends_is_ended_by_the_total(work: Callable[..., Any]) -> None:
    (outcome,) = run(work, "chatter", total=2.0)
    assert outcome.trouble == "long"
    assert outcome.steps[0] == "begun chatter"


def test_a_task_may_ask_for_patience(work: Callable[..., Any]) -> None:
    (outcome,) = run(work, "patient", total=2.0)
    assert (outcome.trouble, outcome.steps[-1]) == ("", "done patient")


@pytest.mark.parametrize(
    ("task", "trouble", "detail"),
    [
        ("eat", "memory", ""),
        ("abort", "crashed", "SIGABRT"),
        ("leave", "crashed", "exit 7"),
        ("raise", "crashed", "ValueError"),
        ("recurse", "crashed", "RecursionError"),
    ],
)
def test_a_broken_task_is_named_and_the_next_is_done(
    work: Callable[..., Any], task: str, trouble: str, detail: str
) -> None:
    broken, fine = run(work, task, "fine", memory=512)
    assert (broken.trouble, broken.detail) == (trouble, detail)
    assert broken.steps == (f"begun {task}",)
    assert fine.trouble == ""


def test_something_that_cannot_be_told_is_trouble_too(work: Callable[..., Any]) -> None:
    (outcome,) = run(work, "unspeakable")
    assert outcome.trouble == "crashed"


def test_workers_are_mute(work: Callable[..., Any], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(work, "loud")[0].trouble == ""
    assert "noise" not in "".join(capfd.readouterr())


def test_what_a_task_started_ends_with_it(work: Callable[..., Any]) -> None:
    (outcome,) = run(work, "spawn", silence=2.0)
    status = Path(f"/proc/{outcome.steps[1]}/stat")
    for _ in range(500):
        try:
            if status.read_text().split(")")[1].split()[0] in ("Z", "X"):
                return
        except OSError:
            return
        time.sleep(0.02)
    pytest.fail("it still runs")


def test_no_clock_runs_while_the_caller_is_busy(work: Callable[..., Any]) -> None:
    outcomes = isolate(work, ["a", "patient"], Limits(2.5, 60.0, 1024, 2))
    assert next(outcomes).trouble == ""
    time.sleep(3)  # longer than a task may be silent
    assert next(outcomes).trouble == ""


def test_a_caller_who_leaves_early_leaves_no_process(work: Callable[..., Any]) -> None:
    outcomes = isolate(work, ["a", "hang", "hang"], Limits(20.0, 60.0, 1024, 3))
    assert next(outcomes).steps[0] == "begun a"
    outcomes.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_a_reader_process_holds_no_heavy_library(work: Callable[..., Any]) -> None:
    from indexer.readers.worker import PRELOAD

    (outcome,) = isolate(work, ["light"], Limits(), PRELOAD)
    assert outcome.steps[1] == []
