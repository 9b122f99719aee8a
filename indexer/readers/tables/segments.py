"""What a table of a page is made of: segments with a place, cells, rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def apart(places: Sequence[float], others: Sequence[float]) -> bool:
    """Whether two tables have other columns, so that neither goes on with the other."""
    if len(places) != len(others):
        return True
    return any(abs(one - two) > _APART for one, two in zip(places, others, strict=True))
