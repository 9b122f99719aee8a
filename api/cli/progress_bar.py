"""Progress on stderr: counts, a rate and the time left; silent when nobody is looking."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO

_EVERY = 0.2


class Progress:
    """``progress(step, done, total)`` redraws one line, five times a second at most."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.shown = self.stream.isatty()
        self.step = ""
        self.began = 0.0
        self.drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.shown and self.step:
            self.stream.write("\r\x1b[K")
            self.stream.flush()

    def __call__(self, step: str, done: int, total: int) -> None:
        if not self.shown:
            return
        now = time.monotonic()
        if step != self.step:
            self.step, self.began, self.drawn = step, now, 0.0
        if now - self.drawn < _EVERY and done < total:
            return
        self.drawn = now
        self.stream.write(f"\r\x1b[K{line(step, done, total, now - self.began)}")
        self.stream.flush()


def line(step: str, done: int, total: int, seconds: float) -> str:
    """``reading 12 of 40, 3.1 a second, 9 s left``."""
    text = f"{step} {done:,} of {total:,}" if total else f"{step} {done:,}"
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
