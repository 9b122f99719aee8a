"""Printed lines from pieces of text with a place: what stands on one line, and where gaps are.

Pure: the pieces come from a PDF engine, which this file does not know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import Box
from indexer.readers.pdf_pages import Line, is_garbled
from indexer.readers.text_repair import one_line

CHARACTERS_A_PAGE = 2_000_000


@dataclass(slots=True)
class Piece:
    """Part of a printed line, placed as its reader sees it: x to the right, y upwards, in points.

    ``end`` is the height of its last character: a word broken by a hyphen goes on a line below;
    ``right`` is where the rightmost character of its ends stops.
    """

    text: str
    size: float = 0.0
    bold: bool = False
    x: float = 0.0
    y: float = 0.0
    end: float = 0.0
    right: float = 0.0
    font: str = ""

    @property
    def box(self) -> Box | None:
        """Its box: a face reaches a quarter of its size below the baseline, the rest above."""
        if not self.size:
            return None
        low, high = sorted((self.y, self.end))
        below, above = low - 0.25 * self.size, high + 0.75 * self.size
        left, right = sorted((self.x, self.right))
        return round(left, 1), round(below, 1), round(right, 1), round(above, 1)


def printed_lines(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """The lines of one page, in the order the file gives them."""
    return tuple(_spaced(_merged(pieces)))


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces on one height, each to the right of the one before, as the one line they are."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if (
            before
            and abs(piece.y - before.end) < 0.35 * min(before.size, piece.size)
            and piece.x > before.x
            and len(before.text) + len(piece.text) < 400
        ):
            before.text = f"{before.text} {piece.text}"
            before.size = max(before.size, piece.size)
            before.bold = before.bold and piece.bold
            before.right = max(before.right, piece.right)
            continue
        merged.append(piece)
    return merged


def _spaced(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Lines with a mark where the distance to the line above is larger than lines have here."""
    steps = Counter(
        round(above.end - below.y, 1)
        for above, below in pairwise(pieces)
        if 0.5 * below.size < above.end - below.y < 2.5 * below.size
    )
    usual = max(steps, key=lambda step: (steps[step], -step)) if steps else 0.0
    above: Piece | None = None
    for piece in pieces:
        step = above.end - piece.y if above else 0.0
        gap = bool(usual) and (step > usual * 1.2 + 0.5 or step < -1.5 * usual)
        yield Line(piece.text, piece.size, piece.bold, gap, piece.font, piece.box)
        above = piece


def plain_lines(text: str) -> tuple[Line, ...]:
    """Lines of text that came without places; a page of garbled text has none."""
    text = text[:CHARACTERS_A_PAGE]
    if not text.strip() or is_garbled(text):
        return ()
    gap = False
    lines: list[Line] = []
    for printed in text.splitlines():
        if printed.strip():
            lines.append(Line(printed.strip(), gap=gap))
        gap = not printed.strip()
    return tuple(lines)


_PROGRAM = re.compile(r"^(?:Microsoft (?:Word|PowerPoint|Excel) - |.*[\\/])")
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|pptx?|indd|pub|rtf|qxd|odt|tmp)$", re.IGNORECASE)


def file_title(written: str) -> str:
    """The file's own title, unless it is a file name or a program's word for having none."""
    title = one_line(_PROGRAM.sub("", written.strip()))[:200]
    if len(title) < 4 or _FILE.search(title) or title.lower().startswith(("untitled", "document")):
        return ""
    return title
