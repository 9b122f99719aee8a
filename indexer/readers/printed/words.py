"""What a page's lines are before they are lines: words with a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.model import Box
from indexer.language import patterns

BROKEN_WORD = "\ufffe"
"""What the engine writes for a hyphen at the end of a line."""


@dataclass(slots=True)
class Piece:
    """Part of a printed line, placed as its reader sees it: x to the right, y upwards, in points.

    ``right`` is where it ends; ``parts`` are what wide gaps part in it, from left to right, each a
    piece of its own; none where no gap is wide.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    x: float = 0.0
    y: float = 0.0
    right: float = 0.0
    font: str = ""
    turn: int = 0
    parts: list[Piece] = field(default_factory=list)

    @property
    def box(self) -> Box | None:
        """Its box: a face reaches a quarter of its size below the baseline, the rest above."""
        if not self.size:
            return None
        below, above = self.y - 0.25 * self.size, self.y + 0.75 * self.size
        return round(self.x, 1), round(below, 1), round(self.right, 1), round(above, 1)

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """The gaps between its parts: where each begins and ends."""
        return [(left.right, right.x) for left, right in pairwise(self.parts)]

    def split(self, gutter: float) -> tuple[Piece, Piece] | None:
        """The piece as the two that stand left and right of ``gutter``, where a gap lies there."""
        for at, (left, right) in enumerate(self.gaps, 1):
            if left <= gutter <= right:
                return joined(self.parts[:at]), joined(self.parts[at:])
        return None


def joined(parts: Sequence[Piece]) -> Piece:
    """Pieces that stand on one line, from left to right, as one; it keeps them as its parts."""
    if len(parts) == 1:
        return parts[0]
    longest = max(parts, key=lambda part: len(part.text))
    return Piece(
        " ".join(part.text for part in parts),
        max(part.size for part in parts),
        all(part.bold for part in parts),
        parts[0].x,
        parts[0].y,
        max(part.right for part in parts),
        longest.font,
        longest.turn,
        list(parts),
    )


def runs_on(above: Piece | Line, below: Piece | Line) -> bool:
    """Whether the line below goes on with the sentence of the one above, wherever it stands."""
    if not below.text[:1].islower() or patterns.ENDED.search(above.text):
        return False
    alike = abs(above.size - below.size) <= 0.05 * max(above.size, below.size)
    return alike and above.bold == below.bold


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. ``size`` in points, 0 unknown; ``gap``: an empty line stands before it."""

    text: str
    size: float = 0.0
    bold: bool = False
    gap: bool = False
    font: str = ""
    box: Box | None = None
