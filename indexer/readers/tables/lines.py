"""Tables of pages: from placed pieces to lines of cells, and from such lines to marked blocks.

A row of a table becomes one line whose cells ``BORDER`` parts until the text is fixed, and tabs
from then on. What the rows are (heads, names, a table that goes on over a page) is ``heads``' to
say, as it is for the formats that mark their tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.model import Block, Box, PassageKind, Span
from indexer.language import lexicon
from indexer.readers.composer import Cell, Piece, Row
from indexer.readers.tables import heads
from indexer.readers.tables.aligned import aligned
from indexer.readers.tables.ruled import ruled
from indexer.readers.tables.segments import PageTable, Segment, TableCell, apart

BORDER = "\ue0f0"
"""Between two cells of a line, until the text is fixed: a character that no paper prints."""

SEGMENTS_AT_MOST = 6_000
"""A page of more is no table that anybody reads."""

_BORDERS = re.compile(rf"[ \t]?{BORDER}[ \t]?")
_FIGURE = re.compile(r"\d")
_FIGURES = 0.3
_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]?")
_NUMBERED = 0.6


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: the table's number on its page, where its columns begin, its cells."""

    table: int
    columns: tuple[float, ...]
    cells: tuple[TableCell, ...]

    @property
    def text(self) -> str:
        """The words of its cells, parted by ``BORDER``; a cell merged downwards holds none."""
        told = (" ".join(cell.paragraphs).replace(BORDER, " ") for cell in self.cells)
        return f" {BORDER} ".join(told).rstrip(f" {BORDER}")


def found(lines: Sequence[Sequence[Segment]], rules: Sequence[Box]) -> list[PageTable]:
    """The tables of a page that hold data, in order of their first lines; no line is in two.

    Layout that happens to stand in a grid is left as lines.
    """
    if sum(map(len, lines)) > SEGMENTS_AT_MOST:
        return []
    kept: list[PageTable] = []
    taken: set[int] = set()
    for table in (*ruled(lines, rules), *aligned(lines)):
        if taken.isdisjoint(table.lines) and _holds_data(table):
            taken.update(table.lines)
            kept.append(table)
    return sorted(kept, key=lambda table: table.lines[0])


def _holds_data(table: PageTable) -> bool:
    """Whether a table tells figures, or names at least three columns: no form, no minutes."""
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
    strong = all(cell.strong for cell in table.rows[0] if cell.paragraphs)
    return len(first) > 2 and (strong or 2 * named > len(first)) and max(map(len, first)) <= 60


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
        marks = _Marks()
        told = [marks.row_of(text, span, row) for span, row, _ in group]
        heads.tell(marks, told)
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

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._cells: dict[int, Span] = {}
        self._pieces: dict[int, Span] = {}

    def row_of(self, text: str, span: Span, row: TableRow) -> Row:
        """A row as ``heads`` reads it, its words taken from the text."""
        cells: list[Cell] = []
        at = span.start
        parts = text[span.start : span.end].split("\t")
        for number, cell in enumerate(row.cells):
            words = parts[number] if number < len(parts) else ""
            pieces: tuple[Piece, ...] = ()
            if words.strip():
                piece = Piece(words.strip(), strong=cell.strong)
                lead = len(words) - len(words.lstrip())
                place = Span(at + lead, at + lead + len(piece.text))
                self._pieces[id(piece)] = place
                pieces = (piece,)
            made = Cell(pieces, cell.column, cell.strong, cell.width, cell.merged)
            if pieces:
                self._cells[id(made)] = place
            cells.append(made)
            at += len(words) + 1
        return cells

    def row(self, row: Row, heads: Mapping[int, str], level: int = 0) -> None:
        places = [self._cells[id(cell)] for cell in row if id(cell) in self._cells]
        filled = [n for n, cell in enumerate(row) if id(cell) in self._cells]
        named = [heads.get(cell.column, "") for cell in row[filled[0] : filled[-1] + 1]]
        header = " | ".join(named) if any(named) else ""
        whole = Span(places[0].start, places[-1].end)
        self.blocks.append(Block(whole, "row", level, header))

    def add(self, piece: Piece, header: str = "", kind: PassageKind | None = None) -> None:
        place = self._pieces.get(id(piece))
        if place is not None:
            self.blocks.append(Block(place, kind or "cell", 0, header))
