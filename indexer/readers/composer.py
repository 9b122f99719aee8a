"""Text that Minuted composes from marked-up formats (HTML, DOCX), with the layout they mark.

Headings, paragraphs, list items and table rows stand one after another, an empty line between
each two. A table row is one block, its cells separated by tabs; a break inside a cell stays a
line break. A row with a long cell (minutes set as a table) is told cell by cell instead: each of
its paragraphs and items is a block of its own. A merged or nested cell is told once. What of a
table names what is ``tables.heads``'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import FileHostile
from corpus.model import Block, NoteReference, PassageKind, PrintedLine, Span
from indexer.readers.note_marks import referenced, references, taken
from indexer.readers.text_repair import closed_up, tidy

LONG_CELL = 240
"""A cell of several paragraphs with more characters than this is told paragraph by paragraph."""
TEXT_AT_MOST = 30_000_000
"""Code points; what composes more than this is no document but an attack on memory."""
COLUMNS_AT_MOST = 200
STRONG_LONGEST = 300
"""A bold paragraph with more characters than this is no heading and gets no mark."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One block-to-be: a paragraph, item or heading with its level; ``strong``: all of it bold.

    ``font`` and ``size`` (points) are those of its first words, ``None`` where the file says none.
    """

    text: str
    kind: PassageKind = "paragraph"
    level: int = 0
    strong: bool = False
    font: str | None = None
    size: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its pieces, the column it begins in (from 0), and whether it is a head.

    ``width`` counts the columns it covers; ``merged`` is the place of a cell that began above.
    """

    pieces: tuple[Piece, ...]
    column: int
    head: bool = False
    width: int = 1
    merged: bool = False

    @property
    def text(self) -> str:
        return "\n".join(piece.text for piece in self.pieces)

    @property
    def is_long(self) -> bool:
        return len(self.pieces) > 1 and sum(len(piece.text) for piece in self.pieces) > LONG_CELL


Table = list[list[Cell]]


def flattened(piece: Piece | Table) -> list[Piece]:
    """A table inside a cell, as the lines of the cell."""
    if isinstance(piece, Piece):
        return [piece]
    lines = (" ".join(cell.text for cell in row).strip() for row in piece)
    return [Piece(line) for line in lines if line]


Row = Sequence[Cell]


class Flow:
    """Grows a text and its blocks. Blocks come in order; a row stands before its cells."""

    def __init__(self) -> None:
        self._chunks: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.emphasis: list[Span] = []
        self.lines: list[PrintedLine] = []
        self.references: list[NoteReference] = []

    @property
    def text(self) -> str:
        return "".join(self._chunks)

    @property
    def length(self) -> int:
        """Of the text, without making it."""
        return self._length

    def loose(self, text: str) -> None:
        """Words that no block marks, to be read by their lines; nothing if there are none."""
        if text.strip():
            self._put(text)

    def add(self, piece: Piece, header: str = "", kind: PassageKind | None = None) -> None:
        """One piece as a block of its own; nothing if it holds no text."""
        text, found = taken(_lines(referenced(piece.text)))
        if text:
            start = self._put(text)
            self.references += references(found, start)
            span = Span(start, start + len(text))
            self.blocks.append(Block(span, kind or piece.kind, piece.level, header))
            self.lines.append(PrintedLine(span, piece.font, piece.size, piece.strong))
            if piece.strong and piece.kind != "heading" and len(text) <= STRONG_LONGEST:
                self.emphasis.append(span)

    def row(self, row: Row, heads: Mapping[int, str], level: int = 0) -> None:
        """A row as one block and a block for each of its cells, with their heads by column.

        ``level`` is 1 for the head of a table and 2 for a name over the rows below it.
        """
        told = [taken(_lines(referenced(cell.text))) for cell in row]
        texts = [text for text, _ in told]
        line = "\t".join(texts).rstrip()
        lead = len(line) - len(line.lstrip())
        at = self._put(line)
        kept = [place for place, text in enumerate(texts) if text]
        named = [heads.get(cell.column, "") for cell in row[kept[0] : kept[-1] + 1]]
        joined = " | ".join(named) if any(named) else ""
        self.blocks.append(Block(Span(at + lead, at + len(line)), "row", level, joined))
        pieces = [piece for cell in row for piece in cell.pieces if piece.text.strip()]
        strong = all(piece.strong for piece in pieces)
        look = pieces[0] if pieces else Piece("")
        self.lines.append(
            PrintedLine(Span(at + lead, at + len(line)), look.font, look.size, strong)
        )
        for cell, (text, found) in zip(row, told, strict=True):
            self.references += references(found, at)
            if text:
                span = Span(at, at + len(text))
                self.blocks.append(Block(span, "cell", 0, heads.get(cell.column, "")))
            at += len(text) + 1

    def _put(self, text: str) -> int:
        """Appends ``text`` after an empty line; where it begins."""
        if self._chunks:
            self._chunks.append("\n\n")
            self._length += 2
        start = self._length
        self._chunks.append(text)
        self._length += len(text)
        if self._length > TEXT_AT_MOST:
            raise FileHostile(
                f"it holds more than {TEXT_AT_MOST:,} characters", "split it into smaller files"
            )
        return start


def _lines(text: str) -> str:
    """``text`` tidied, its lines stripped of space at both ends, empty lines and tabs gone."""
    lines = (" ".join(closed_up(line).split()) for line in tidy(text).split("\n"))
    return "\n".join(line for line in lines if line)
