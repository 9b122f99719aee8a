"""Blocks that the file format marks (HTML, DOCX): believed as they are.

A table's short rows come whole, a long row cell by cell. A cell that is only a number numbers the
next one, as minutes kept in tables do. Words that no block holds are read as lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from corpus.model import Block, Document, Span
from indexer.language import patterns
from indexer.layout import blocks, families, tables
from indexer.layout.blocks import Piece
from indexer.layout.lines import Line, lines

_TITLE = 150
_ROWS = {1: "head", 2: "group"}
"""What the level of a row's block says of it."""


def pieces(document: Document, known: Collection[str] = ()) -> list[Piece]:
    """Every block of layout in order, by the format's own marks or by the lines of the text.

    ``known`` is what the archive knows of the paper's family (``layout.families``)."""
    found = families.told(document, lines(document), known)
    if not document.blocks:
        return blocks.read(document, found)
    held: list[Span] = []
    made = _marked(document, held)
    if known:
        made = list(_without(made, found))
    loose = list(_loose(held, found))
    if not loose:
        return made
    made = sorted([*made, *blocks.read(document, loose)], key=lambda piece: piece.span)
    kept: list[Piece] = []
    for piece in made:
        if not kept or piece.outer >= kept[-1].span.end:
            kept.append(piece)
    return kept


def _without(made: Sequence[Piece], found: Sequence[Line]) -> Iterator[Piece]:
    """The blocks, those told to be furniture that hold nothing but lines of it."""
    spare = [Span(line.start, line.end) for line in found if line.furniture]
    plain = [Span(line.start, line.end) for line in found if not line.furniture]
    for piece in made:
        gone = _overlaps(spare, piece.span) and not _overlaps(plain, piece.span)
        yield Piece(piece.span, "furniture", piece.outer, page=piece.page) if gone else piece


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    at = bisect_right(spans, span.start, key=lambda one: one.end)
    return at < len(spans) and spans[at].start < span.end


def _marked(document: Document, held: list[Span]) -> list[Piece]:
    text = document.text
    strong = {span.start for span in document.emphasis}
    made: list[Piece] = []
    number: Piece | None = None
    for block in sorted(document.blocks, key=lambda one: (one.span.start, -one.span.end)):
        span = _trim(text, block.span)
        if span is None or (held and span.start < held[-1].end):
            continue
        held.append(span)
        words = text[span.start : span.end]
        bare = patterns.numbered(words + " x") if block.kind == "cell" and len(words) < 8 else None
        if bare is not None and bare.length == len(words) + 1:
            number = Piece(span, "paragraph", span.start, bare.label, bare.style, cell=True)
            continue
        piece = replace(_piece(text, block, span, words), page=_page(document, span.start))
        if span.start in strong and not piece.cell:
            piece = replace(piece, strong=True)
        if number is not None:
            piece = _under(piece, number, words)
        number = None
        made.append(piece)
    return made


def _piece(text: str, block: Block, span: Span, words: str) -> Piece:
    if block.kind == "row":
        rows = (tables.given(text, span, block.header, _ROWS.get(block.level, "row")),)
        return Piece(span, "row", span.start, level=1, rows=rows)
    if block.kind == "heading":
        piece = Piece(span, "heading", span.start, level=block.level or 1, strong=True)
        return _numbered_heading(piece, words)
    if block.kind == "item":
        piece = replace(blocks.marker(Piece(span, "item", span.start), words, 0), level=block.level)
        return replace(piece, role="item", style=piece.style or "bullet")
    piece = blocks.marker(Piece(span, "paragraph", span.start), words, 0)
    if block.kind == "cell":
        return replace(piece, cell=True, columns=block.header)
    return piece


def _page(document: Document, offset: int) -> int:
    """The page of a place, from 0."""
    return max(0, bisect_right(document.pages, offset, key=lambda page: page.start) - 1)


def _under(piece: Piece, number: Piece, words: str) -> Piece:
    """A cell with the number of the cell before it: a heading when it is short, else its words."""
    if piece.label or piece.role not in ("paragraph", "heading"):
        return piece
    short = len(words) <= _TITLE and not words.endswith((".", ";", ","))
    return replace(
        piece,
        role="heading" if short else "paragraph",
        outer=number.outer,
        label=number.label,
        style=number.style,
    )


def _numbered_heading(piece: Piece, words: str) -> Piece:
    number = patterns.numbered(words)
    if number is None or number.style in ("a", "A", "i"):
        return piece
    span = Span(piece.span.start + number.length, piece.span.end)
    return replace(piece, span=span, label=number.label, style=number.style)


def _loose(held: Sequence[Span], found: Sequence[Line]) -> Iterator[Line]:
    """The lines that no block holds; a block between two of them parts them."""
    parted = False
    for line in found:
        if _inside(held, line):
            parted = True
        else:
            yield replace(line, gap=max(1, line.gap)) if parted else line
            parted = False


def _inside(held: Sequence[Span], line: Line) -> bool:
    at = bisect_left(held, Span(line.start, line.start + 1))
    near = held[max(0, at - 1) : at + 1]
    return any(span.start < line.end and line.start < span.end for span in near)


def _trim(text: str, span: Span) -> Span | None:
    start, end = span.start, min(span.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
