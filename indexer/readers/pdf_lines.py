"""Printed lines from pieces of text with a place: what stands on one line, and where gaps are.

Pure: the pieces come from a PDF engine, which this file does not know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.readers.pdf_pages import is_garbled
from indexer.readers.printed.order import ordered
from indexer.readers.printed.words import Line, Piece, joined, runs_on
from indexer.readers.text_repair import one_line

CHARACTERS_A_PAGE = 2_000_000


def printed_lines(pieces: Sequence[Piece]) -> tuple[Line, ...]:
    """The lines of one page, in the order in which they are read."""
    return tuple(_spaced(ordered(_merged(pieces))))


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces on one height, each to the right of the one before, as the one line they are."""
    merged: list[Piece] = []
    for piece in pieces:
        before = merged[-1] if merged else None
        if (
            before
            and abs(piece.y - before.y) < 0.35 * min(before.size, piece.size)
            and piece.x > before.x
            and len(before.text) + len(piece.text) < 400
        ):
            merged[-1] = joined([*(before.parts or [before]), *(piece.parts or [piece])])
            continue
        merged.append(piece)
    return merged


def _spaced(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Lines with a mark where the distance to the line above is larger than lines have here."""
    steps = Counter(
        round(above.y - below.y, 1)
        for above, below in pairwise(pieces)
        if 0.5 * below.size < above.y - below.y < 2.5 * below.size
    )
    usual = max(steps, key=lambda step: (steps[step], -step)) if steps else 0.0
    above: Piece | None = None
    for piece in pieces:
        step = above.y - piece.y if above else 0.0
        gap = bool(usual) and (step > usual * 1.2 + 0.5 or step < -1.5 * usual)
        gap = gap and not (step < 0 and above is not None and runs_on(above, piece))
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
