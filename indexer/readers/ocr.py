"""A PDF as a reader wants it: its own text, and what OCR reads where a page has none.

OCRmyPDF is used if it is installed; it stays a program of its own.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.errors import SourceUnreadable
from corpus.model import SourceFile
from indexer.readers.office.programs import run
from indexer.readers.pdf import read_pdf
from indexer.readers.pdf_pages import Extras, PageRead, named_pages, ranges
from indexer.readers.sandbox import Patience

PROGRAM = "ocrmypdf"
SECONDS_A_PAGE = 90
SECONDS_TO_START = 60
MEMORY = 4096
"""MiB that OCRmyPDF and each program it starts may take"""

ABSENT = "OCRmyPDF is not installed"
TRIED = ("OCRmyPDF could not", "OCR found no words", "what OCRmyPDF wrote")
"""how notes begin that tell of OCR in vain"""


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
        yield from read_scans(ocr, path, unread)


def find_program() -> str:
    """Where OCRmyPDF is installed, '' if it is not."""
    return shutil.which(PROGRAM) or ""


def read_scans(
    program: str, path: Path, pages: Sequence[int]
) -> Iterator[PageRead | Extras | Patience]:
    """The named pages read from their pictures; what goes wrong is told as a note in Extras."""
    if not program:
        yield Extras(notes=(ABSENT,))
        return
    allowed = SECONDS_TO_START + SECONDS_A_PAGE * len(pages)
    with tempfile.TemporaryDirectory(prefix="minuted-ocr-") as folder:
        result = Path(folder) / "read.pdf"
        # Every one of these pages is drawn anew: text that a font hides would else be kept.
        command = [program, "--force-ocr", "--pages", ranges(pages).replace(" ", "")]
        command += ["--output-type", "pdf", "--optimize", "0", "--jobs", "1", "--quiet"]
        command += ["--invalidate-digital-signatures", str(path.resolve()), str(result)]
        reason = yield from run(command, Path(folder), allowed, MEMORY)
        if reason or not result.is_file():
            reason = reason or "it wrote nothing"
            yield Extras(notes=(f"OCRmyPDF could not read {named_pages(pages)} ({reason})",))
            return
        yield from _pages_of(result, frozenset(pages))


def _pages_of(result: Path, wanted: frozenset[int]) -> Iterator[PageRead | Extras]:
    found: list[int] = []
    try:
        for step in read_pdf(result):
            if isinstance(step, PageRead) and step.number in wanted and step.state == "text":
                found.append(step.number)
                yield replace(step, remark="read from its picture by OCR; words may be wrong")
    except SourceUnreadable as error:
        yield Extras(notes=(f"what OCRmyPDF wrote cannot be read ({error.fact})",))
    if left := sorted(wanted.difference(found)):
        yield Extras(notes=(f"OCR found no words on {named_pages(left)}",))
