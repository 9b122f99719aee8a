"""What a page's lines are before they are lines: words with a place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from corpus.model import Box
from indexer.readers.tables.segments import TableRow

BROKEN_WORD = "\ufffe"
"""What the engine writes for a hyphen at the end of a line."""


@dataclass(slots=True)
class Piece:
    """Part of a printed line, placed as its reader sees it: x to the right, y upwards, in points.

    ``right`` is where it ends; ``cuts`` are gaps in it that are wide enough to lie between columns:
    where the text goes on, where the words before end and where those after begin.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    x: float = 0.0
    y: float = 0.0
    right: float = 0.0
    font: str = ""
    turn: int = 0
    cuts: list[tuple[int, float, float]] = field(default_factory=list)
    row: TableRow | None = None

    @property
    def box(self) -> Box | None:
        """Its box: a face reaches a quarter of its size below the baseline, the rest above."""
        if not self.size:
            return None
        below, above = self.y - 0.25 * self.size, self.y + 0.75 * self.size
        return round(self.x, 1), round(below, 1), round(self.right, 1), round(above, 1)

    def split(self, gutter: float) -> tuple[Piece, Piece] | None:
        """The piece as the two that stand left and right of ``gutter``, where a gap lies there."""
        for offset, left, right in self.cuts:
            if left <= gutter <= right:
                first = [cut for cut in self.cuts if cut[0] < offset]
                rest = [(at - offset, *ends) for at, *ends in self.cuts if at > offset]
                words = self.text[offset:]
                return (
                    replace(self, text=self.text[:offset].rstrip(), right=left, cuts=first),
                    replace(self, text=words, x=right, cuts=rest),  # type: ignore[arg-type]
                )
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``size`` in points, 0 unknown; ``gap``: an empty line stands before it.

    ``row`` is the row of a table that the line tells.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    gap: bool = False
    font: str = ""
    box: Box | None = None
    row: TableRow | None = None
