"""What a worker does with one file: told in steps, so that what was read survives a broken end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

from corpus.errors import FileEmpty, SourceUnreadable
from corpus.model import Document, SourceFile
from indexer.readers import media_types
from indexer.readers.containers.room import Member, Room
from indexer.readers.pdf_pages import Extras, PageRead
from indexer.readers.sandbox import Patience

BYTES_AT_MOST = 2**30

READERS = {
    media_types.PDF: "indexer.readers.ocr.read",
    media_types.HTML: "indexer.readers.html.read",
    media_types.DOCX: "indexer.readers.docx.read",
    media_types.TEXT: "indexer.readers.text.read",
    media_types.MARKDOWN: "indexer.readers.text.read",
    media_types.XLSX: "indexer.readers.office.sheets.read",
    media_types.PPTX: "indexer.readers.office.slides.read",
    media_types.OPENDOCUMENT: "indexer.readers.office.opendocument.read",
    media_types.RTF: "indexer.readers.office.rtf.read",
    media_types.OLD_OFFICE: "indexer.readers.office.libreoffice.read",
    media_types.ZIP: "indexer.readers.containers.zipped.read",
    media_types.EML: "indexer.readers.containers.mail.read",
    media_types.MSG: "indexer.readers.containers.outlook.read",
}
"""Media type to its reader: ``read(path, source, ocr)`` yields Steps, and raises SourceUnreadable
for what the file holds. Named, not imported: a worker loads what it needs."""

CONTAINERS = frozenset({media_types.ZIP, media_types.EML, media_types.MSG})
"""Those that hold files of their own: ``read(path, source, room)`` lays these down in a ``Room``
and yields a Member for each."""

PRELOAD = (
    "indexer.analyse",
    "indexer.readers.file_work",
    "datasketch",
    *dict.fromkeys(reader.rpartition(".")[0] for reader in READERS.values()),
)
"""What a worker should have loaded before its first file."""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One file to read. ``ocr``: OCRmyPDF's path, '' where it is absent, ``None`` if not wanted.

    ``room`` is where the files inside it may be laid down, if it is a container.
    """

    path: str
    source: SourceFile
    ocr: str | None = None
    room: Room | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no document, in the two halves of an error's message."""

    status: Literal["empty", "failed"]
    fact: str
    cure: str


Step = int | PageRead | Extras | Document | Fault | Member | Patience
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
    path = Path(task.path)
    head, tail, size = ends(path)
    kind = media_types.media_type(head, tail, Path(task.source.path).name)
    if kind == media_types.EMPTY:
        raise FileEmpty("the file has no bytes", "fetch it again")
    reader = READERS.get(kind)
    if size > BYTES_AT_MOST:
        yield Fault(
            "failed", f"it has {size // 2**20:,} MiB", "split it into files under 1,024 MiB"
        )
    elif reader is None:
        what, cure = media_types.REFUSED[kind]
        yield Fault("failed", f"it is {what}", cure)
    else:
        module, _, function = reader.rpartition(".")
        asked = (task.room or Room(path, only="/")) if kind in CONTAINERS else task.ocr
        yield from getattr(import_module(module), function)(path, task.source, asked)


def ends(path: Path) -> tuple[bytes, bytes, int]:
    """The first and the last bytes of a regular file, for ``media_type``, and its size in bytes."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # a pipe must not hang
        size = os.fstat(file.fileno()).st_size
        head = file.read(media_types.HEAD)
        file.seek(max(0, size - media_types.TAIL))
        return head, file.read(media_types.TAIL), size
