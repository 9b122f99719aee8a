"""What of a table a person would quote: a short row whole, of a long row each cell.

A cell that lists '1) … 2) …' gives each of them. Spans run from word to word, so that they begin
and end outside tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.model import PassageKind, Span
from indexer.language import patterns
from indexer.layout import tables
from indexer.layout.tables import Row

WHOLE = 300
"""Up to this many characters a row is one passage."""

JOINED = 700
"""Up to this many characters a row that goes on in the next table is one passage."""

PARAGRAPH: PassageKind = "paragraph"
ITEM: PassageKind = "item"
CELL: PassageKind = "cell"

_SMALL = 40
_BREAKS = re.compile(r"</p>|<br ?/?>|</li>|<li>|(?<![ \t])[ \t]+• ", re.IGNORECASE)
_ENUMERATED = re.compile(r"(?<![\w(])\(?(\d{1,2})\)(?=[ \tA-Z])|(?<=[.;:] )(\d{1,2})\. (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Raw:
    """A passage before it knows its section: its span, kind, and the heads of its columns."""

    span: Span
    kind: PassageKind
    columns: str = ""


def quotable(text: str, row: Row) -> Iterator[Raw]:
    """The passages of one row, in order; none for the head of a table."""
    if row.kind == "group":
        return
    if row.kind == "head":
        return
    tagged = len(row.span) > 120 and _BREAKS.search(text, row.span.start, row.span.end)
    if len(row.span) <= WHOLE and not _titled(row) and not tagged:
        yield Raw(row.span, "row", tables.columns(row))
        return
    yield from _cells(text, row)


def _titled(row: Row) -> bool:
    """Whether the words a row numbers are a heading over further paragraphs of their cell."""
    return row.title is not None and len(row.cells) > 1 and row.title != row.cells[1]


def _cells(text: str, row: Row) -> Iterator[Raw]:
    merged: list[tuple[Span, list[str]]] = []
    for column, cell in enumerate(row.cells):
        if cell is None:
            continue
        if column == 0 and row.label and len(row.cells) > 1:
            continue
        if column == 1 and row.title is not None and _titled(row):
            rest = tables.trim(text, row.title.end, cell.end)
            if rest is None:
                continue
            cell = rest
        head = row.heads[column] if column < len(row.heads) else ""
        small = len(cell) < _SMALL
        if merged and (small or len(merged[-1][0]) < _SMALL):
            span, heads = merged[-1]
            merged[-1] = (Span(span.start, cell.end), [*heads, head])
        else:
            merged.append((cell, [head]))
    for span, heads in merged:
        columns = " | ".join(head for head in heads if head)
        for piece in split(text, span):
            yield Raw(piece, "cell", columns)


def split(text: str, cell: Span) -> list[Span]:
    """The paragraphs of a cell, and the items it enumerates when they are long."""
    cuts = {cell.start}
    for match in _BREAKS.finditer(text, cell.start, cell.end):
        cuts.add(match.end())
    marks = [match.start() for match in _ENUMERATED.finditer(text, cell.start, cell.end)]
    if len(marks) > 1 and (marks[-1] - marks[0]) / (len(marks) - 1) > 120:
        cuts.update(marks)
    ordered = [*sorted(cuts), cell.end]
    found: list[Span] = []
    for start, end in pairwise(ordered):
        span = tables.trim(text, start, end)
        if span is None:
            continue
        if found and len(span) < _SMALL and not patterns.ENDED.search(text[span.start : span.end]):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found or [cell]
