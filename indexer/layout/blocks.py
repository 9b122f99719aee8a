"""Layout: a document's lines become headings to be judged, paragraphs, items, rows, furniture.

Where the file format marks its own blocks (HTML, DOCX) they are believed; text and PDF are read
from their lines: markers, numbers, empty lines, and the width at which the lines wrap.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from corpus.model import Document, Span
from indexer.language import patterns
from indexer.layout import tables
from indexer.layout.lines import Line
from indexer.layout.paragraph_rules import goes_on
from indexer.layout.tables import Row

_UNDERLINED = 120
"""Letters at most of a line that a rule under it makes a heading."""

Role = Literal["paragraph", "item", "heading", "row", "furniture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of layout. ``span`` is its words without marker and number, ``outer`` with them.

    ``style`` names the form of the number ('N.N', '(a)', 'bullet'), ``strong`` is set in bold or
    larger type, ``gap`` counts the empty lines before, ``level`` is the format's own level or 0.
    ``lead`` is the length of the name that the words begin with ('AFI1. The force …'), 0 without.
    ``cell`` is a paragraph of a table's long cell, ``columns`` the head it stands under.
    ``agenda`` is an item of the agenda whose text follows on its line.
    """

    span: Span
    role: Role
    outer: int
    label: str = ""
    style: str = ""
    level: int = 0
    gap: int = 0
    page: int = 0
    indent: int = 0
    strong: bool = False
    lead: int = 0
    columns: str = ""
    cell: bool = False
    agenda: bool = False
    rows: tuple[Row, ...] = ()


def read(document: Document, found: Sequence[Line]) -> list[Piece]:
    """Blocks from lines, in order; spans are disjoint and never blank."""
    width = wrap_width(found)
    emphasis = sorted(document.emphasis)
    starts = [span.start for span in emphasis]
    made: list[Piece] = []
    at = 0
    while at < len(found):
        line = found[at]
        if line.furniture:
            made.append(_piece(document, line, line.end, "furniture", emphasis, starts))
            at += 1
            continue
        stop = tables.run(found, at)
        if stop > at:
            last = next((one for one in reversed(made[-3:]) if one.role != "furniture"), None)
            before = last.rows[-1] if last is not None and last.rows else None
            rows = tables.rows(document.text, found[at:stop], before)
            if rows:
                whole = Span(rows[0].span.start, rows[-1].span.end)
                made.append(
                    Piece(whole, "row", whole.start, gap=line.gap, page=line.page, rows=rows)
                )
                at = stop
                continue
        marked = _marked(document, found, at)
        if marked is not None:
            made.append(marked)
            at += 1
            continue
        stop = at + 1
        while stop < len(found) and goes_on(found[at:stop], found[stop], width, document):
            stop += 1
        made.append(_piece(document, line, found[stop - 1].end, "paragraph", emphasis, starts))
        at = stop
    return made


def _marked(document: Document, found: Sequence[Line], at: int) -> Piece | None:
    """A line that a text marks as a heading, by hashes before it or a rule under it."""
    line = found[at]
    after = found[at + 1] if at + 1 < len(found) else None
    hashes = None if document.pages else patterns.HASHES.match(line.text)
    if hashes:
        start, level = line.start + hashes.end(), len(hashes[1])
    elif after is not None and not after.gap and patterns.UNDERLINE.fullmatch(after.text):
        above = found[at - 1] if at else None
        plain = line.gap or above is None or above.furniture
        if above is not None and patterns.UNDERLINE.fullmatch(above.text):
            return None  # text between two rules
        if not plain or len(line.text) > _UNDERLINED or patterns.BULLET.match(line.text):
            return None
        start, level = line.start, 1 if after.text[0] == "=" else 2
    else:
        return None
    end = line.start + len(line.text.rstrip("# ")) if hashes else line.end
    if end <= start:
        return None
    piece = Piece(
        Span(start, end),
        "heading",
        start,
        level=level,
        gap=line.gap,
        page=line.page,
        strong=True,
    )
    number = patterns.numbered(document.text[start:end])
    if number is None or number.style in ("a", "A", "i"):
        return piece
    span = Span(start + number.length, end)
    return replace(piece, span=span, label=number.label, style=number.style)


def wrap_width(found: Sequence[Line]) -> int | None:
    """The width at which lines wrap, or ``None`` where a line is a whole paragraph."""
    plain = [line for line in found if not line.furniture and "\t" not in line.text]
    wrapped = [
        len(line.text)
        for line, after in pairwise(plain)
        if after.gap == 0 and after.text[:1].islower() and not patterns.ENDED.search(line.text)
    ]
    if len(plain) < 4 or len(wrapped) < max(3, len(plain) // 8):
        return None
    wrapped.sort()
    width = wrapped[int(len(wrapped) * 0.9)]
    return width if width <= 160 else None


def _piece(
    document: Document,
    line: Line,
    end: int,
    role: Role,
    emphasis: Sequence[Span],
    starts: Sequence[int],
) -> Piece:
    text = document.text[line.start : end]
    strong = text.startswith("**") and "**" in text[2:] and len(text) < 400
    if not strong and emphasis:
        at = max(0, bisect_left(starts, line.start) - 1)
        here = Span(line.start, end)
        marked = sum(here.overlap(span) for span in emphasis[at : at + 8])
        strong = marked * 2 > len(here)
    piece = Piece(
        Span(line.start, end),
        role,
        line.start,
        gap=line.gap,
        page=line.page,
        indent=line.indent,
        strong=strong,
    )
    return piece if role == "furniture" else marker(piece, text, line.indent)


def marker(piece: Piece, text: str, indent: int) -> Piece:
    """The piece with its bullet or number taken off its words."""
    at = 0
    label, style = "", ""
    bullet = patterns.BULLET.match(text)
    if bullet and not text.startswith("**"):
        at, style = bullet.end(), "bullet"
    inner = at + (2 if text.startswith("**", at) else 0)
    number = patterns.numbered(text[inner : inner + 40].replace("\r", " "))
    if at and number is not None and number.style == "N":
        number = None  # '• 58 orders were made': a count, where the bullet is the mark
    if number is not None:
        label, style, at = number.label, number.style, inner + number.length
    elif not at:
        run_in = patterns.RUN_IN.match(text)
        if run_in and not run_in["label"].startswith("Action"):
            # 'Action 1: …' is what was agreed under the heading above, and heads nothing itself.
            return replace(piece, label=run_in["label"], style="run-in", lead=run_in.end("close"))
    if not style or at >= len(text):
        return piece
    strong = piece.strong or (text.startswith("**", at) and text.rstrip().endswith("**"))
    role: Role = "item" if style == "bullet" or (bullet and number) else piece.role
    return replace(
        piece,
        span=Span(piece.span.start + at, piece.span.end),
        role=role,
        label=label,
        style=style,
        level=1 + min(indent, 40) // 4 if role == "item" else 0,
        strong=strong and len(text) < 400,
    )
