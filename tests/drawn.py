"""Pages that are drawn in code and read back; what their lines say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reading import read_file
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.model import Document
from indexer.readers.archive import find_files

Draw = Callable[[Canvas], None]


def document(path: Path) -> Document:
    (source,) = find_files(path)
    made = read_file(path, source).document
    assert made is not None
    return made


def drawn(folder: Path, *pages: Draw, size: tuple[float, float] = A4) -> Document:
    canvas = Canvas(str(folder / "made.pdf"), pagesize=size, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return document(folder / "made.pdf")


def words(made: Document) -> str:
    return " ".join(made.text.split())


def at(
    canvas: Canvas, x: float, y: float, text: str, size: float = 11, face: str = "Helvetica"
) -> float:
    """Draws ``text`` and says where it ends."""
    canvas.setFont(face, size)
    canvas.drawString(x, y, text)
    return x + float(canvas.stringWidth(text, face, size))


def paragraph(canvas: Canvas, *lines: str, x: float = 72, y: float = 700) -> None:
    for number, line in enumerate(lines):
        at(canvas, x, y - 14 * number, line)


FILLER = (
    "The Board heard that the fleet of vans had been renewed in the autumn and",
    "that the old ones were sold at auction, which paid for two of the new ones.",
    "Drivers were pleased with them, and fewer had been off the road for repairs.",
)
