"""Runs of words that are set alike, put together as a reader of the page would read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from indexer.readers.note_marks import raised

_NEAR = 40
"""Characters before a raised one that tell whether it belongs to their word."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are set alike; ``raised`` above the line; font and size (points) where the run
    or its style says them."""

    text: str
    bold: bool = False
    raised: bool = False
    font: str | None = None
    size: float | None = None


def joined(runs: Iterable[Run]) -> str:
    """The words of a paragraph; raised ones belong to a word or refer to a note, as
    ``note_marks.raised`` tells them apart."""
    words = ""
    texts = [
        (high, "".join(run.text for run in some))
        for high, some in groupby(runs, key=lambda run: run.raised)
    ]
    chunks = []
    for at, (high, text) in enumerate(texts):
        if high:
            after = texts[at + 1][1] if at + 1 < len(texts) else ""
            text = raised(words, text, after)
        chunks.append(text)
        words = (words + text)[-_NEAR:]
    return "".join(chunks)


def is_strong(runs: Iterable[Run]) -> bool:
    """Whether all that shows is bold."""
    shown = [run for run in runs if run.text.strip()]
    return bool(shown) and all(run.bold for run in shown)
