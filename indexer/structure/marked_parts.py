"""Parts that the file format itself marks off and dates: the messages of a mail.

They are believed as they are; only their sections and passages are looked for in their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.model import Document, MarkedPart, Part, Span
from indexer.layout.blocks import Piece
from indexer.structure.front_matter import Head
from indexer.structure.parts import Draft


def drafts(document: Document, made: Sequence[Piece]) -> list[Draft]:
    """One draft for each marked part that holds words; they tile the text as all parts do."""
    held: list[tuple[MarkedPart, list[Piece]]] = []
    for one in document.marked:
        mine = list(_within(document.text, made, one.span))
        if any(piece.role != "furniture" for piece in mine):
            held.append((one, mine))
    found = []
    for at, (one, mine) in enumerate(held):
        last = max(piece.span.end for piece in mine)
        end = held[at + 1][0].span.start if at + 1 < len(held) else last
        head = Head(None, "", one.said_on, one.evidence, "", "marked", "")
        found.append(Draft("marked", Span(one.span.start, end), mine, head, one.title))
    return found


def _within(text: str, made: Sequence[Piece], span: Span) -> Iterator[Piece]:
    """The pieces of a part; one that was joined over its edge is cut there."""
    for piece in made:
        start, end = max(piece.outer, span.start), min(piece.span.end, span.end)
        words = text[start:end].strip() if start < end else ""
        if not words:
            continue
        if start == piece.outer and end == piece.span.end:
            yield piece
            continue
        start = text.index(words[0], start)
        cut = Span(start, start + len(words))
        inner = replace(piece, span=cut, outer=start, rows=())
        yield replace(inner, role="paragraph") if piece.role == "row" else inner


def assemble(document: Document, found: Sequence[Draft]) -> list[Part]:
    """The parts of these drafts, as the format gives them."""
    given = {one.span.start: one for one in document.marked}
    held = []
    for number, draft in enumerate(found):
        one = given[draft.span.start]
        part = Part(document, number, draft.span, one.title, one.kind, document.body, one.said_on)
        held.append(replace(part, evidence=one.evidence, people=one.people))
    return held
