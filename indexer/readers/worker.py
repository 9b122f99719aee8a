"""What a worker does with one file: told in steps, so that what was read survives a broken end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.errors import FileEmpty, SourceUnreadable
from corpus.model import Document, SourceFile
from indexer.readers import media_types
from indexer.readers.pdf_pages import Extras, PageRead
from indexer.readers.sandbox import Patience

BYTES_AT_MOST = 2**30

PRELOAD = (
    "indexer.readers.worker",
    "indexer.readers.pdf",
    "indexer.readers.html",
    "indexer.readers.docx",
    "indexer.readers.text",
)
"""what a worker should have loaded before its first file"""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One file to read. ``ocr``: OCRmyPDF's path, '' where it is absent, ``None`` if not wanted."""

    path: str
    source: SourceFile
    ocr: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no document, in the two halves of an error's message."""

    status: Literal["empty", "failed"]
    fact: str
    cure: str


Step = int | PageRead | Extras | Document | Fault | Patience
"""``int``: the number of pages; a later PageRead of the same page replaces the earlier one."""


def steps(task: ReadTask) -> Iterator[Step]:
    """Reads one file; never raises for its content, except MemoryError."""
    try:
        yield from _read(task)
    except SourceUnreadable as error:
        yield Fault("empty" if isinstance(error, FileEmpty) else "failed", error.fact, error.cure)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        yield Fault("failed", f"it cannot be opened ({reason})", "check that it may be read")
    except MemoryError:
        raise
    except RecursionError:
        yield Fault(
            "failed", "it is nested too deeply", "save it again from the program that made it"
        )
    except Exception as error:  # a reader's own error on a broken file must not end the build
        yield Fault(
            "failed",
            f"it broke the reader ({type(error).__name__})",
            "open it in the program that made it and save it again",
        )


def _read(task: ReadTask) -> Iterator[Step]:
    path, source = Path(task.path), task.source
    head, tail, size = ends(path)
    kind = media_types.media_type(head, tail, path.name)
    if kind == media_types.EMPTY:
        raise FileEmpty("the file has no bytes", "fetch it again")
    if size > BYTES_AT_MOST:
        yield Fault(
            "failed", f"it has {size // 2**20:,} MiB", "split it into files under 1,024 MiB"
        )
    elif kind == media_types.PDF:
        yield from _read_pdf(path, task.ocr)
    elif kind == media_types.HTML:
        from indexer.readers.html import read_html

        yield read_html(path, source)
    elif kind == media_types.DOCX:
        from indexer.readers.docx import read_docx

        yield read_docx(path, source)
    elif kind in (media_types.TEXT, media_types.MARKDOWN):
        from indexer.readers.text import read_text

        yield read_text(path, source)
    else:
        what, cure = media_types.REFUSED[kind]
        yield Fault("failed", f"it is {what}", cure)


def _read_pdf(path: Path, ocr: str | None) -> Iterator[Step]:
    from indexer.readers.pdf import read_pdf

    unread: list[int] = []
    for step in read_pdf(path):
        if isinstance(step, PageRead) and step.state in ("image", "drawn", "garbled"):
            unread.append(step.number)
        yield step
    if ocr is not None and unread:
        from indexer.readers.ocr import read_scans

        yield from read_scans(ocr, path, unread)


def ends(path: Path) -> tuple[bytes, bytes, int]:
    """The first and the last bytes of a regular file, for ``sniff``, and its size in bytes."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # a pipe must not hang
        size = os.fstat(file.fileno()).st_size
        head = file.read(media_types.HEAD)
        file.seek(max(0, size - media_types.TAIL))
        return head, file.read(media_types.TAIL), size
