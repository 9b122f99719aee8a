"""Programs of others that read what we cannot: run with limits, and watched while they work."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TypeVar

from corpus.errors import FileHostile
from indexer.readers.sandbox import Patience
from indexer.readers.text_repair import one_line

Made = TypeVar("Made")


def run(
    command: Sequence[str], folder: Path, allowed: float, memory: int
) -> Generator[Patience, None, str]:
    """Runs a program in ``folder`` for at most ``allowed`` seconds, with ``memory`` MiB for it and
    for each that it starts. Yields signs of life; returns '' or why it failed, in words."""
    yield Patience(allowed)
    complaint = folder / "complaint"
    with complaint.open("wb") as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            cwd=folder,
            preexec_fn=_limits(memory),
        )
        until = time.monotonic() + allowed
        try:
            while process.poll() is None and time.monotonic() < until:
                time.sleep(0.1)
                yield Patience(0)  # still at work
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if process.returncode == 0:
        return ""
    if process.returncode == -signal.SIGKILL:
        return f"took over {allowed:g} s"
    said = complaint.read_bytes()[-400:].decode("utf-8", "replace")
    return one_line(said)[-120:] or f"exit {process.returncode}"


def patiently(work: Callable[[], Made], allowed: float) -> Generator[Patience, None, Made]:
    """What ``work`` returns or raises, with signs of life while it goes on: a large workbook is
    opened in one long call. Raises FileHostile after ``allowed`` seconds."""
    ended: list[Made] = []
    broken: list[BaseException] = []

    def go() -> None:
        try:
            ended.append(work())
        except BaseException as error:  # raised again below, where it can be told
            broken.append(error)

    thread = threading.Thread(target=go, daemon=True)
    thread.start()
    until = time.monotonic() + allowed
    while thread.is_alive():
        thread.join(0.2)
        yield Patience(0)
        if time.monotonic() > until:
            raise FileHostile(f"it took more than {allowed:g} s to open", "split it")
    if broken:
        raise broken[0]
    return ended[0]


def _limits(memory: int) -> Callable[[], None]:
    """In the child, before it becomes the program: more memory than a reader has, but not all."""

    def limit() -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        amount = memory * 2**20
        most = amount if hard == resource.RLIM_INFINITY else min(amount, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        os.umask(0o077)

    return limit
