"""A PDF as a reader wants it: its own text, and where a page has none, what OCR reads on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.model import SourceFile
from indexer.readers.pdf import read_pdf
from indexer.readers.pdf_pages import Extras, PageRead
from indexer.readers.sandbox import Patience


def read(
    path: Path, source: SourceFile, ocr: str | None = None
) -> Iterator[int | PageRead | Extras | Patience]:
    """The steps of ``read_pdf``; then the pages without text once more, where ``ocr`` is wanted."""
    unread: list[int] = []
    for step in read_pdf(path):
        if isinstance(step, PageRead) and step.state in ("image", "drawn", "garbled"):
            unread.append(step.number)
        yield step
    if ocr is not None and unread:
        from indexer.readers.ocr import read_scans

        yield from read_scans(ocr, path, unread)
