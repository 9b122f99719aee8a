"""Tables of pages: from placed pieces to lines of cells, and from such lines to marked blocks.

A row of a table becomes one line whose cells ``BORDER`` parts until the text is fixed, and tabs
from then on. What the rows are (heads, names, a table that goes on over a page) is ``heads``' to
say, as it is for the formats that mark their tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from corpus.model import Block, Box, PassageKind, Span
from indexer.language import lexicon, patterns
from indexer.readers.composer import LONG_CELL, Cell, Piece, Row
from indexer.readers.tables import heads
from indexer.readers.tables.aligned import aligned, named
from indexer.readers.tables.ruled import continues, headed, ruled
from indexer.readers.tables.segments import (
    BORDER,
    PageTable,
    Segment,
    TableCell,
    TableRow,
    apart,
)

SEGMENTS_AT_MOST = 6_000
"""A page of more is no table that anybody reads."""

_BORDERS = re.compile(rf"[ \t]?{BORDER}[ \t]?")
_FIGURE = re.compile(r"\d")
_FIGURES = 0.3
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]?")
_NUMBERED = 0.6


def rows_of(number: int, table: PageTable) -> Iterator[TableRow]:
    """The lines of a table, in order: a short row is one, a long one a line a paragraph."""
    for at, row in enumerate(table.rows):
        if not any(_is_long(cell) for cell in row):
            yield TableRow(number, at, table.columns, tuple(row))
            continue
        for cell in row:
            for words in cell.paragraphs:
                part = TableCell(cell.column, cell.width, False, cell.strong, (words,))
                yield TableRow(number, at, table.columns, (part,))


def _is_long(cell: TableCell) -> bool:
    return len(cell.paragraphs) > 1 and sum(map(len, cell.paragraphs)) > LONG_CELL


def found(lines: Sequence[Sequence[Segment]], rules: Sequence[Box]) -> list[PageTable]:
    """The tables of a page that hold data, in order of their first lines; no line is in two.

    Layout that happens to stand in a grid is left as lines.
    """
    if sum(map(len, lines)) > SEGMENTS_AT_MOST:
        return []
    grids = list(ruled(lines, rules))
    inside = {number for _, held in grids for number in held}
    candidates = [table for table, _ in grids if table is not None]
    candidates += aligned(lines)
    # What is ruled and yet no table is layout: names over it head nothing.
    candidates += [table for table in named(lines) if inside.isdisjoint(table.lines)]
    kept: list[PageTable] = []
    taken: set[int] = set()
    for table in candidates:
        if taken.isdisjoint(table.lines) and _holds_data(table):
            taken.update(table.lines)
            kept.append(table)
    return sorted(kept, key=lambda table: table.lines[0])


def _holds_data(table: PageTable) -> bool:
    """Whether a table tells figures, or names its columns: no form, no minutes."""
    rest = [
        " ".join(cell.paragraphs)
        for row in table.rows
        for cell in row
        if cell.column and cell.paragraphs
    ]
    firsts = [" ".join(row[0].paragraphs) for row in table.rows if row and row[0].paragraphs]
    items = sum(bool(_ITEM.fullmatch(words)) for words in firsts)
    if firsts and items >= _NUMBERED * len(firsts) and max(map(len, rest), default=0) > 80:
        return False
    figures = sum(bool(_FIGURE.search(words)) and len(words) <= 20 for words in rest)
    if figures >= _FIGURES * max(1, len(rest)) and figures > 1:
        return True
    first = [" ".join(cell.paragraphs) for cell in table.rows[0] if cell.paragraphs]
    named = sum(bool(lexicon.COLUMN.fullmatch(words)) for words in first)
    if headed(table.rows[0]) or continues(table.rows):
        return True
    return len(first) > 2 and 2 * named > len(first)


def fixed(text: str) -> str:
    """A line's text with tabs between its cells."""
    return _BORDERS.sub("\t", text)


def blocks(
    text: str, rows: Sequence[tuple[Span, TableRow, int]], between: Mapping[int, int]
) -> tuple[Block, ...]:
    """Rows of tables as blocks, with the heads of their cells; ``rows`` hold span, row, page.

    ``between``: how many lines that are no furniture stand above the first row of a page's first
    table and below the last row of the page before; a table goes on where there are none.
    """
    made: list[Block] = []
    for group in _tables(rows, between):
        marks = _Marks(text)
        same = groupby(group, key=lambda one: (one[2], one[1].row))
        heads.tell(marks, [marks.row_of(list(lines)) for _, lines in same])
        made += marks.blocks
    return tuple(sorted(made, key=lambda block: (block.span, block.kind)))


def _tables(
    rows: Sequence[tuple[Span, TableRow, int]], between: Mapping[int, int]
) -> Iterator[list[tuple[Span, TableRow, int]]]:
    held: list[tuple[Span, TableRow, int]] = []
    for one in rows:
        if held and not _goes_on(held[-1], one, between):
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def _goes_on(
    last: tuple[Span, TableRow, int], after: tuple[Span, TableRow, int], between: Mapping[int, int]
) -> bool:
    (_, row, page), (_, below, other) = last, after
    if page == other:
        return row.table == below.table
    if other != page + 1 or between.get(other, 1):
        return False
    return not apart(row.columns, below.columns)


class _Marks:
    """Stands in for a growing text: the words are there already, only blocks are made of them."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self._text = text
        self._places: dict[int, Span] = {}

    def row_of(self, lines: Sequence[tuple[Span, TableRow, int]]) -> Row:
        """A row as ``heads`` reads it, its words taken from its lines in the text."""
        held: dict[int, tuple[TableCell, list[Piece]]] = {}
        for span, row, _ in lines:
            at = span.start
            parts = self._text[span.start : span.end].split("\t")
            for number, cell in enumerate(row.cells):
                words = parts[number] if number < len(parts) else ""
                _, pieces = held.setdefault(cell.column, (cell, []))
                if words.strip():
                    pieces.append(self._piece(words, at, cell.strong))
                at += len(words) + 1
        return [
            Cell(tuple(pieces), column, cell.strong, cell.width, cell.merged)
            for column, (cell, pieces) in held.items()
        ]

    def _piece(self, words: str, at: int, strong: bool) -> Piece:
        told = words.strip()
        start = at + len(words) - len(words.lstrip())
        kind: PassageKind = "item" if patterns.BULLET.match(told) else "paragraph"
        piece = Piece(told, kind, int(kind == "item"), strong)
        self._places[id(piece)] = Span(start, start + len(told))
        return piece

    def row(self, row: Row, heads: Mapping[int, str], level: int = 0) -> None:
        filled = [number for number, cell in enumerate(row) if cell.pieces]
        named = [heads.get(cell.column, "") for cell in row[filled[0] : filled[-1] + 1]]
        header = " | ".join(named) if any(named) else ""
        first, last = row[filled[0]].pieces[0], row[filled[-1]].pieces[-1]
        whole = Span(self._places[id(first)].start, self._places[id(last)].end)
        self.blocks.append(Block(whole, "row", level, header))

    def add(self, piece: Piece, header: str = "", kind: PassageKind | None = None) -> None:
        level = piece.level if piece.kind == "item" else 0
        place = self._places[id(piece)]
        self.blocks.append(Block(place, kind or piece.kind, level, header))
