"""Work on files that may hang, eat memory or crash the reader, done in disposable processes.

Each task has a process of its own, forked from a server that has the readers loaded already, so
that one costs milliseconds. What a task yields is sent on as it comes, and is kept when the
process has to be killed. Nothing here knows about documents.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")

_MAIN = threading.Lock()
_EVER = float("inf")

AHEAD = 4
"""Finished tasks that wait for one before them, at most this many for each worker."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``silence`` and ``total`` in seconds, ``memory`` in MiB; 0 sets no limit."""

    silence: float = 30.0
    total: float = 1200.0
    memory: int = 1536
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Patience:
    """A task may yield this to ask for more time in all, and to be silent for longer until its
    next word, both in seconds. It is not passed on."""

    seconds: float
    silence: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task yielded, and why it ended early: '' when it did not.

    ``trouble`` is ``silent``, ``long``, ``memory`` or ``crashed``; ``detail`` names the signal, or
    the seconds that it was allowed.
    """

    steps: tuple[Any, ...] = ()
    trouble: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    trouble: str = ""
    detail: str = ""


@dataclass(slots=True)
class _Job(Generic[Task]):
    number: int
    process: BaseProcess
    ear: Connection
    heard: float
    until: float
    silence: float
    total: float
    longer: float = 0.0
    steps: list[Any] = field(default_factory=list)

    @property
    def quiet_until(self) -> float:
        return self.heard + self.silence + self.longer


def isolate(
    work: Callable[[Task], Iterator[Any]],
    tasks: Sequence[Task],
    limits: Limits,
    preload: Sequence[str] = (),
) -> Iterator[Outcome]:
    """One outcome for each task, in order. ``work`` must be importable by name.

    While the caller is busy with an outcome, no clock runs.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    running: dict[Connection, _Job[Task]] = {}
    done: dict[int, Outcome] = {}
    begun = 0
    try:
        for number in range(len(tasks)):
            while number not in done:
                while (
                    len(running) < limits.workers
                    and begun < len(tasks)
                    and begun < number + AHEAD * limits.workers
                ):
                    job = _start(context, work, tasks[begun], begun, limits)
                    running[job.ear] = job
                    begun += 1
                _listen(running, done)
            paused = time.monotonic()
            yield done.pop(number)
            for job in running.values():
                job.heard += time.monotonic() - paused
                job.until += time.monotonic() - paused
    finally:
        for job in running.values():
            _stop(job)


def _start(
    context: Any, work: Callable[[Task], Iterator[Any]], task: Task, number: int, limits: Limits
) -> _Job[Task]:
    ear, mouth = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(work, task, mouth, limits), daemon=True)
    with _MAIN:
        # A worker is not to run the caller's main module again, as multiprocessing has it do: it
        # needs nothing from there, and a script without a guard would start itself anew.
        main = sys.modules.pop("__main__")
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = main
    mouth.close()
    now = time.monotonic()
    silence, total = limits.silence or _EVER, limits.total or _EVER
    return _Job(number, process, ear, now, now + total, silence, total)


def _listen(running: dict[Connection, _Job[Task]], done: dict[int, Outcome]) -> None:
    """Takes in what the workers say until one says something or is out of time."""
    ends = min(min(job.quiet_until, job.until) for job in running.values())
    timeout = None if ends == _EVER else max(0.0, ends - time.monotonic())
    ready = wait(list(running), timeout)
    now = time.monotonic()
    for ear in list(running):
        job = running[ear]
        end: _End | None = None
        if ear in ready:
            end = _hear(job, now)
        elif now >= job.until:
            end = _End("long", f"{job.total:.0f}")
        elif now >= job.quiet_until:
            end = _End("silent", f"{round(job.silence + job.longer, 1):g}")
        if end is not None:
            del running[ear]
            if end.trouble == "gone":
                job.process.join(5)
                end = _End("crashed", _reason(job.process.exitcode))
            _stop(job)
            done[job.number] = Outcome(tuple(job.steps), end.trouble, end.detail)


def _hear(job: _Job[Task], now: float) -> _End | None:
    try:
        said = job.ear.recv()
    except (EOFError, OSError):
        return _End("gone")
    except Exception as error:  # half a message from a process that broke while it spoke
        return _End("crashed", type(error).__name__)
    job.heard, job.longer = now, 0.0
    if isinstance(said, _End):
        return said
    if isinstance(said, Patience):
        job.until += said.seconds
        job.total += said.seconds
        job.longer = said.silence
    else:
        job.steps.append(said)
    return None


def _reason(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit {code}"


def _stop(job: _Job[Task]) -> None:
    """Ends the process and whatever it started."""
    pid = job.process.pid
    if pid is not None and job.process.is_alive():
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)  # before it has made its group: the next line
        job.process.kill()
    job.process.join(5)
    job.process.close()
    job.ear.close()


def _serve(
    work: Callable[[Task], Iterator[Any]], task: Task, mouth: Connection, limits: Limits
) -> None:
    """In the worker: a process group, limits and a closed mouth of its own, then the work."""
    os.setsid()
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    sys.setrecursionlimit(3000)
    _limit(resource.RLIMIT_CORE, 0)
    if limits.memory:
        _limit(resource.RLIMIT_AS, _held() + limits.memory * 2**20)
    if limits.total:  # should whoever waits be gone, nothing runs for ever
        _limit(resource.RLIMIT_CPU, int(limits.total) * 2 + 60)
    end = _End()
    try:
        for step in work(task):
            mouth.send(step)
    except MemoryError:
        end = _End("memory")
    except BrokenPipeError:
        os._exit(0)
    except BaseException as error:
        end = _End("crashed", type(error).__name__)
    mouth.send(end)
    mouth.close()
    os._exit(0)  # no clean-up of what a broken file left behind


def _held() -> int:
    """Bytes of addresses that this process holds already: its libraries are not the file's."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):  # no Linux: the limit holds for everything
        return 0
    return pages * resource.getpagesize()


def _limit(kind: int, amount: int) -> None:
    """Sets the soft limit only, so that a helper program may be given more."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        amount = min(amount, hard)
    resource.setrlimit(kind, (amount, hard))
