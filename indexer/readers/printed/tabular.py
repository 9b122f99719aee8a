"""Lines that are rows of tables, in place of the pieces of which their cells are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from corpus.model import Box
from indexer.readers.printed.words import Piece
from indexer.readers.tables import lines
from indexer.readers.tables.segments import PageTable, Segment

_WIDE = 0.9
"""The gap between two cells, in sizes of the face, at least."""
_STEP = 0.01
"""Points by which lines of one table stand one below the other, so that nothing parts them."""


def with_tables(pieces: list[Piece], rules: Callable[[], Sequence[Box]]) -> list[Piece]:
    """The pieces of a page, those of a table as its rows.

    Pieces are placed as they are read, rules as they are drawn: on a page that is read with its
    side up only figures in columns tell a table. Words that are turned another way are in none.
    """
    if len(pieces) < 2:
        return pieces
    turn = Counter(piece.turn for piece in pieces).most_common(1)[0][0]
    places = [at for at, piece in enumerate(pieces) if piece.turn == turn]
    segments = [list(_segments(pieces[at])) for at in places]
    found = lines.found(segments, rules() if turn == 0 else ())
    first = {places[table.lines[0]]: number for number, table in enumerate(found)}
    inside = {places[line] for table in found for line in table.lines}
    made: list[Piece] = []
    for at, piece in enumerate(pieces):
        if at in first:
            number = first[at]
            table = found[number]
            made += _rows(number, table, [pieces[places[line]] for line in table.lines])
        elif at not in inside:
            made.append(piece)
    return made


def _segments(piece: Piece) -> Iterator[Segment]:
    """The words of a piece between its wide gaps."""
    held: list[Piece] = []
    for part in piece.parts or [piece]:
        if held and part.x - held[-1].right > _WIDE * part.size:
            yield _segment(held)
            held = []
        held.append(part)
    if held:
        yield _segment(held)


def _segment(parts: Sequence[Piece]) -> Segment:
    words = " ".join(part.text for part in parts)
    bold = all(part.bold for part in parts)
    return Segment(words, parts[0].x, parts[-1].right, parts[0].y, parts[0].size, bold)


def _rows(number: int, table: PageTable, pieces: Sequence[Piece]) -> Iterator[Piece]:
    left = min(piece.x for piece in pieces)
    right = max(piece.right for piece in pieces)
    top = max(piece.y for piece in pieces)
    for place, row in enumerate(lines.rows_of(number, table)):
        look = pieces[min(place, len(pieces) - 1)]
        bold = all(cell.strong for cell in row.cells if cell.paragraphs)
        yield replace(
            look,
            text=row.text,
            bold=bold,
            x=left,
            right=right,
            y=top - place * _STEP,
            parts=[],
            row=row,
        )
