"""Passages: the smallest thing a person would quote, each inside one section.

A paragraph, a bullet, a numbered item, a short table row, or one cell of a long row (and each of
its enumerated items). Furniture and headings are no passages, but a heading with nothing under
it is, so that its words can be found.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from corpus.model import Document, Passage, Section, Span
from corpus.sentences import starts
from indexer.language import patterns
from indexer.layout import table_units, tables
from indexer.layout.amounts import amount
from indexer.layout.blocks import Piece
from indexer.layout.table_units import Raw
from indexer.layout.tables import Row
from indexer.structure import scraps

_WORD = re.compile(r"\w")
_SMALL = 80

LONGEST = 2000
"""Up to this many characters a paragraph is one passage: nobody quotes more at once."""

PORTION = 1200
"""What a longer one is cut into, at the ends of sentences."""


def passages(document: Document, found: Sequence[Section], made: Sequence[Piece]) -> list[Passage]:
    """The passages of a document in order, numbered from 0, disjoint, none of them blank."""
    text = document.text
    starts = [section.span.start for section in found]
    pages = [page.start for page in document.pages]
    taken: list[tuple[Section, Raw]] = []
    last = 0
    for raw in quotable(text, made):
        section = found[max(0, bisect_right(starts, raw.span.start) - 1)]
        start = max(raw.span.start, last, section.span.start)
        cut = _tight(text, start, min(raw.span.end, section.span.end))
        if cut is None:
            continue
        taken.extend((section, Raw(one, raw.kind, raw.columns)) for one in _portions(text, cut))
        last = cut.end
    taken = scraps.joined(text, taken)
    taken.extend(_bare_headings(text, found, taken))
    taken.sort(key=lambda one: one[1].span.start)
    seen: Counter[str] = Counter()
    result: list[Passage] = []
    for number, (section, raw) in enumerate(taken):
        words = text[raw.span.start : raw.span.end]
        page = document.pages[max(0, bisect_right(pages, raw.span.start) - 1)] if pages else None
        identity = name(document.id, words, seen[words])
        seen[words] += 1
        result.append(
            Passage(
                identity,
                section,
                raw.span,
                raw.kind,
                number,
                section.part.said_on,
                page.number if page else None,
                page.label if page else None,
                raw.columns,
                group=identity,
            )
        )
    return result


def name(document: str, words: str, occurrence: int) -> str:
    """The stable id: the same words at the same place of repetition keep it when text moves."""
    digest = hashlib.sha256(f"{document}\0{words}\0{occurrence}".encode(errors="surrogatepass"))
    return digest.hexdigest()[:16]


def quotable(text: str, made: Sequence[Piece]) -> list[Raw]:
    """What could be quoted, in order; sentences that a table or a page break cuts are whole."""
    found: list[Raw] = []
    row: Row | None = None
    for piece in made:
        if piece.role == "row":
            for one in piece.rows:
                fresh = list(table_units.quotable(text, one))
                if found and fresh and row is None:
                    _carry(text, found, fresh)
                elif found and fresh and row is not None and _parted(text, row, one):
                    _carry_row(text, row, one, found, fresh)
                found.extend(fresh)
                row = one
        elif piece.role in ("paragraph", "item"):
            kind = (
                table_units.ITEM if piece.role == "item" or piece.label else table_units.PARAGRAPH
            )
            fresh = [Raw(piece.span, table_units.CELL if piece.cell else kind, piece.columns)]
            if row is not None and piece.role == "paragraph" and not piece.label:
                _carry(text, found, fresh)
            found.extend(fresh)
            row = None
        elif piece.role == "heading":
            row = None
    return found


def _parted(text: str, row: Row, after: Row) -> bool:
    """Whether something stands between two rows: an empty line, a page break, a rule."""
    return text.count("\n", row.span.end, after.span.start) > 1


def _carry_row(text: str, row: Row, after: Row, found: list[Raw], fresh: list[Raw]) -> None:
    """A row that goes on in the next table: one passage when two columns do, else one cell."""
    columns = tables.goes_on(text, row, after)
    if not columns:
        return
    start = row.inner[1].start if row.inner else row.span.start
    if len(columns) > 1 and after.span.end - start <= table_units.JOINED:
        while found and found[-1].span.end > start:
            start = min(start, found.pop().span.start)
        while fresh and fresh[0].span.start < after.span.end:
            fresh.pop(0)
        fresh.insert(0, Raw(Span(start, after.span.end), "row", tables.columns(row)))
        return
    _carry(text, found, fresh)


def _carry(text: str, found: list[Raw], fresh: list[Raw]) -> None:
    """The last long cell or paragraph of ``found`` joined with the first of ``fresh``."""
    first = fresh[0]
    if not text[first.span.start].islower():
        return
    for back in (1, 2):
        if len(found) < back:
            return
        raw = found[-back]
        words = text[max(raw.span.start, raw.span.end - 200) : raw.span.end]
        tail = words.split("\t")[-1] if back == 1 else words
        head = text[raw.span.start : raw.span.end].split("\t")[0]
        open_end = not patterns.ENDED.search(tail) or not patterns.ENDED.search(head)
        if open_end and len(raw.span) >= 25:
            del found[-back:]
            stop = first.span.end
            if stop - raw.span.start > table_units.JOINED:
                # Too long to be quoted whole: the sentence that was cut is made whole, no more.
                stop = next(starts(text, first.span.start, first.span.end), stop)
            fresh[0] = Raw(Span(raw.span.start, stop), raw.kind, raw.columns)
            if stop < first.span.end:
                fresh.insert(1, Raw(Span(stop, first.span.end), first.kind, first.columns))
            return
        if len(raw.span) > _SMALL:
            return


def _quoted(starts: Sequence[int], heading: Span) -> bool:
    """Whether a passage begins within a heading's words: a name before its own text."""
    return bisect_left(starts, heading.end) > bisect_left(starts, heading.start)


def _bare_headings(
    text: str, found: Sequence[Section], taken: Sequence[tuple[Section, Raw]]
) -> list[tuple[Section, Raw]]:
    used = {section.number for section, _ in taken}
    begun = sorted(raw.span.start for _, raw in taken)
    made = []
    for section, after in zip(found, [*found[1:], None], strict=False):
        heading = section.heading
        if heading is None or heading.start < section.span.start:
            continue
        depth = len(section.headings)
        over = after is not None and depth and after.headings[:depth] == section.headings
        # A heading is cited with what stands under it; one that tells an amount is quoted too.
        if section.number in used or over:
            words = text[heading.start : min(heading.end, heading.start + 300)]
            if not amount(words) or (section.number in used and _quoted(begun, heading)):
                continue
        cut = _tight(text, heading.start, min(heading.end, section.span.end))
        if cut is not None:
            made.append((section, Raw(cut, "heading")))
    return made


def _portions(text: str, span: Span) -> list[Span]:
    """The span itself; one too long to be quoted whole in runs of its sentences."""
    if len(span) <= LONGEST:
        return [span]
    made: list[Span] = []
    start = span.start
    while span.end - start > LONGEST:
        stop = start + PORTION
        ends = [*starts(text, start + PORTION // 2, stop)]
        space = text.rfind(" ", start + PORTION // 2, stop)
        cut = ends[-1] if ends else space + 1 if space > 0 else stop
        portion = _tight(text, start, cut)
        if portion is not None:
            made.append(portion)
        start = cut
    last = _tight(text, start, span.end)
    return [*made, last] if last is not None else made


def _tight(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text.startswith("**", start)):
        start += 2 if text.startswith("**", start) else 1
    while end > start and (text[end - 1].isspace() or text.endswith("**", start, end)):
        end -= 2 if text.endswith("**", start, end) else 1
    if text.count("**", start, end) % 2:
        # The mark at one edge belongs to one that stands inside: both stay.
        start -= 2 * (text[max(0, start - 2) : start] == "**")
        end += 2 * (text.count("**", start, end) % 2 and text.startswith("**", end))
    return Span(start, end) if start < end and _WORD.search(text, start, end) else None
