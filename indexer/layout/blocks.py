"""Layout: a document's lines become headings to be judged, paragraphs, items, rows, furniture.

Where the file format marks its own blocks (HTML, DOCX) they are believed; text and PDF are read
from their lines: markers, numbers, empty lines, and the width at which the lines wrap.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from corpus.model import Document, Span
from indexer.language import lexicon, patterns
from indexer.layout import tables
from indexer.layout.lines import Line
from indexer.layout.tables import Row

_BARE_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]")

Role = Literal["paragraph", "item", "heading", "row", "furniture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of layout. ``span`` is its words without marker and number, ``outer`` with them.

    ``style`` names the form of the number ('N.N', '(a)', 'bullet'), ``strong`` is set in bold or
    larger type, ``gap`` counts the empty lines before, ``level`` is the format's own level or 0.
    ``lead`` is the length of the name that the words begin with ('AFI1. The force …'), 0 without.
    ``cell`` is a paragraph of a table's long cell, ``columns`` the head it stands under.
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
        stop = at + 1
        while stop < len(found) and _goes_on(found[at:stop], found[stop], width, document):
            stop += 1
        made.append(_piece(document, line, found[stop - 1].end, "paragraph", emphasis, starts))
        at = stop
    return made


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


def _goes_on(sofar: Sequence[Line], line: Line, width: int | None, document: Document) -> bool:
    """Whether ``line`` belongs to the paragraph of the lines before it."""
    last = sofar[-1]
    if line.furniture or line.gap or "\t" in line.text:
        return False
    listing = last.text.endswith((")", ".")) and lexicon.KEYED.match(sofar[0].text)
    entry = patterns.numbered(line.text) if listing else None
    if entry is not None and line.text[entry.length].isupper():
        # A list of those present has closed, and the first item begins straight under it.
        return False
    opened = sum(one.text.count("**") for one in sofar) % 2 == 1
    if opened and len(sofar) < 16:
        return True
    if len(sofar) == 1 and _BARE_NUMBER.fullmatch(last.text) and line.text[:1].isupper():
        return True
    if patterns.BULLET.match(line.text) and line.text[0] != "*":
        return False
    if last.text.startswith("**") and last.text.endswith("**"):
        return False
    marked, before = _strong(document, line), _strong(document, last)
    if marked and before and (last.text.endswith(",") or lexicon.dangling(last.text)):
        return True
    if before and not marked and patterns.numbered(sofar[0].text) is not None:
        return False
    small = line.text[:1].islower()
    if small and not patterns.ENDED.search(last.text) and not _letter(line.text):
        return True
    if width is None or patterns.LABEL.match(last.text):
        return False
    number = patterns.numbered(line.text)
    if number is not None and _next(sofar[0].text, number.label):
        return False
    open_line = len(last.text) >= 0.75 * width and not patterns.ENDED.search(last.text)
    if (
        number is not None
        and number.style not in ("N", "a")
        and not (open_line and "/" in number.label)
    ):
        return False
    if number is not None and len(last.text) < 0.7 * width:
        return False
    if marked != before:
        return False
    full = len(last.text) + len(line.text.split(maxsplit=1)[0]) >= 0.92 * width
    if full:
        return True
    if patterns.ENDED.search(last.text):
        return False
    return len(last.text) >= 0.75 * width


def _next(text: str, label: str) -> bool:
    """Whether ``label`` is the number after the one that a paragraph begins with."""
    first = patterns.numbered(text)
    if first is None or not (first.label.isdigit() and label.isdigit()):
        return False
    return int(label) == int(first.label) + 1


def _letter(text: str) -> bool:
    """'b Satisfaction' begins an item though its first letter is small."""
    number = patterns.numbered(text)
    return number is not None and number.style == "a" and text[number.length].isupper()


def _strong(document: Document, line: Line) -> bool:
    at = bisect_left(document.emphasis, Span(line.start, line.start + 1))
    near = document.emphasis[max(0, at - 1) : at + 1]
    return any(
        span.overlap(Span(line.start, line.end)) * 2 > line.end - line.start for span in near
    )


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
