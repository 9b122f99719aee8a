"""Passages: the smallest thing a person would quote, each inside one section.

A paragraph, a bullet, a numbered item, a short table row, or one cell of a long row (and each of
its enumerated items). Furniture and headings are no passages, but a heading with nothing under
it is, so that its words can be found.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.model import Document, Passage, PassageKind, Section, Span
from indexer import rows as table_rows
from indexer.blocks import Piece

_WORD = re.compile(r"\w")
Raw = tuple[Span, PassageKind, str]


def passages(document: Document, found: Sequence[Section], made: Sequence[Piece]) -> list[Passage]:
    """The passages of a document in order, numbered from 0, disjoint, none of them blank."""
    text = document.text
    starts = [section.span.start for section in found]
    pages = [page.start for page in document.pages]
    raw: list[tuple[Section, Raw]] = []
    last = 0
    for span, kind, columns in _raw(text, made):
        at = max(0, bisect_right(starts, span.start) - 1)
        section = found[at]
        start = max(span.start, last, section.span.start)
        end = min(span.end, section.span.end)
        cut = _tight(text, start, end)
        if cut is None:
            continue
        raw.append((section, (cut, kind, columns)))
        last = cut.end
    used = {id(section) for section, _ in raw}
    for section in found:
        heading = section.heading
        if id(section) in used or heading is None or heading.start < section.span.start:
            continue
        cut = _tight(text, heading.start, min(heading.end, section.span.end))
        if cut is not None:
            raw.append((section, (cut, "heading", "")))
    raw.sort(key=lambda one: one[1][0].start)
    seen: Counter[str] = Counter()
    result: list[Passage] = []
    for number, (section, (span, kind, columns)) in enumerate(raw):
        words = text[span.start : span.end]
        page = document.pages[bisect_right(pages, span.start) - 1] if pages else None
        identity = name(document.id, words, seen[words])
        seen[words] += 1
        result.append(
            Passage(
                identity,
                section,
                span,
                kind,
                number,
                section.part.said_on,
                page.number if page else None,
                page.label if page else None,
                columns,
                group=identity,
            )
        )
    return result


def name(document: str, words: str, occurrence: int) -> str:
    """The stable id: the same words at the same place of repetition keep it when text moves."""
    digest = hashlib.sha256(f"{document}\0{words}\0{occurrence}".encode(errors="surrogatepass"))
    return digest.hexdigest()[:16]


def _raw(text: str, made: Sequence[Piece]) -> Iterator[Raw]:
    for piece in made:
        if piece.role == "row":
            yield from table_rows.quotable(text, piece.rows)
        elif piece.role == "item":
            yield piece.span, "item", ""
        elif piece.role == "paragraph":
            yield piece.span, "item" if piece.label else "paragraph", ""


def _tight(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text.startswith("**", start)):
        start += 2 if text.startswith("**", start) else 1
    while end > start and (text[end - 1].isspace() or text.endswith("**", start, end)):
        end -= 2 if text.endswith("**", start, end) else 1
    return Span(start, end) if start < end and _WORD.search(text, start, end) else None
