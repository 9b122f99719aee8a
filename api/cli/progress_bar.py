"""Progress on stderr: counts, a rate and the time left; in a pipe or a log a line now and then."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO

_REDRAWN = 0.2
_NOW_AND_THEN = 10.0
"""Seconds between two lines where nothing can be redrawn."""


class Progress:
    """``progress(step, done, total)`` redraws one line, five times a second at most.

    Where the stream is no terminal it writes a line as a step begins, one every ten seconds while
    it lasts, and one as it ends.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.redraws = self.stream.isatty()
        self.step = ""
        self.began = 0.0
        self.drawn = 0.0
        self.ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.redraws and self.step:
            self._write("\r\x1b[K")

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        begins = step != self.step
        if begins:
            self.step, self.began, self.ended = step, now, False
        ends = 0 < total <= done and not self.ended
        if not begins and not ends and now - self.drawn < self._pause:
            return
        self.drawn, self.ended = now, self.ended or ends
        text = line(step, done, total, now - self.began)
        self._write(f"\r\x1b[K{text}" if self.redraws else f"{text}\n")

    @property
    def _pause(self) -> float:
        return _REDRAWN if self.redraws else _NOW_AND_THEN

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def line(step: str, done: int, total: int, seconds: float) -> str:
    """``reading 12 of 40, 3.1 a second, 9 s left``; the step alone where nothing is counted."""
    text = f"{step} {done:,} of {total:,}" if total else step
    if done and seconds > 1:
        rate = done / seconds
        text += f", {rate:,.1f} a second"
        if total > done:
            text += f", {left((total - done) / rate)} left"
    return text


def left(seconds: float) -> str:
    """``90`` is "2 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
