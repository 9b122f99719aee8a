"""What a table of a page is made of: segments with a place, cells, rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

BORDER = "\ue0f0"
"""Between two cells of a line, until the text is fixed: a character that no paper prints."""

FIGURE = re.compile(
    r"[£$€(+<>~≤≥−–-]{0,3}\s?\d[\d.,:/]{0,15}\s?(?:%|k|m|bn|pp|p)?\)?|[–—-]|n/?a|nil", re.IGNORECASE
)
"""All of a cell that is a figure, or stands for one that is missing."""

NEAR = 3.0
"""Points within which two places are one."""
COLUMNS_AT_MOST = 40
ROWS_AT_MOST = 400
_APART = 12.0


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line between two wide gaps; ``y`` is the baseline, upwards."""

    text: str
    x: float
    right: float
    y: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class TableCell:
    """A cell: its paragraphs, its column from 0, how many it covers, whether it began above."""

    column: int
    width: int = 1
    merged: bool = False
    strong: bool = False
    paragraphs: tuple[str, ...] = ()


@dataclass(slots=True)
class PageTable:
    """Rows of cells, and which of the page's lines they are made of, by their numbers."""

    rows: list[list[TableCell]]
    lines: list[int]
    columns: tuple[float, ...] = ()
    """Where each column begins, in points: a table that goes on over a page begins them again."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table, or one paragraph of a cell of it where its cells are long.

    ``table`` and ``row`` are their numbers on the page and in the table; ``columns`` are where the
    table's columns begin, in points.
    """

    table: int
    row: int
    columns: tuple[float, ...]
    cells: tuple[TableCell, ...]

    @property
    def text(self) -> str:
        """The words of its cells, parted by ``BORDER``; a cell merged downwards holds none."""
        told = (" ".join(" ".join(cell.paragraphs).split()) for cell in self.cells)
        return f" {BORDER} ".join(told).rstrip(f" {BORDER}")


def apart(places: Sequence[float], others: Sequence[float]) -> bool:
    """Whether two tables have other columns, so that neither goes on with the other."""
    if len(places) != len(others):
        return True
    return any(abs(one - two) > _APART for one, two in zip(places, others, strict=True))
