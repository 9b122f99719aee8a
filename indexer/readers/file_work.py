"""All that is done with one file in a process of its own: read, composed, understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.model import Document
from indexer.readers.endings import Reading, Spent, allowed, conclude, not_understood
from indexer.readers.manifest import Entry
from indexer.readers.sandbox import Patience
from indexer.readers.worker import ReadTask, Step, steps
from search.settings import Settings

Then = Callable[[Document, Sequence[str]], Any]
"""What is made of a document, and of what is known of it, while it is still in the worker;
importable by its name."""

_A_PAGE_AT_LEAST = 16
"""Bytes: a file that tells of more pages than it can hold is given no time for them."""


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to read, what its keeper says of it, and what to make of its document.

    ``told`` and ``ended`` are of an earlier process that did not end well: then nothing is read,
    and what that one told is all there is of the file.
    """

    read: ReadTask
    entry: Entry
    settings: Settings
    then: Then | None = None
    known: Sequence[str] = ()
    told: tuple[Step, ...] = ()
    ended: Spent | None = None


def work(task: FileTask) -> Iterator[Step | Reading]:
    """The steps of reading; then a Reading without a document, which tells that it is read; then
    the Reading itself, with what ``then`` made. Never raises for content, but MemoryError."""
    told = list(task.told)
    source = task.read.source
    if task.ended is None:
        yield Patience(allowed(task.settings, size=source.size))
        for step in steps(task.read):
            told.append(step)
            yield step
            if isinstance(step, int):
                yield Patience(
                    allowed(task.settings, pages=min(step, source.size // _A_PAGE_AT_LEAST))
                )
    ended = task.ended or Spent()
    reading = conclude(source, told, ended, task.entry, task.settings)
    if task.then is None or reading.document is None:
        yield reading
        return
    yield replace(reading, document=None)
    yield Patience(0, silence=allowed(task.settings, letters=len(reading.document.text)))
    try:
        made = task.then(reading.document, task.known)
    except MemoryError:
        raise
    except Exception as error:  # one document must not end the build of all the others
        yield not_understood(reading, f"{type(error).__name__}: {error}")
    else:
        yield replace(reading, made=made)
