"""A document as its structure has it, cut into leaves that a browser can carry.

Everything the document says is on some leaf: what belongs to no passage (running heads, page
numbers) is shown too, smaller; and so is every page of the file, also one without text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from markupsafe import escape

from api.views.highlighting import Piece, pieces
from corpus.model import Action, Document, Page, Part, Passage, Section, Span, Understanding

LEAF = 60_000
"""Bytes, about, that the text of a leaf takes on a page of ours."""
SHEETS = 30
"""Pages of the file on a leaf, at most."""
CHUNK = 4_000
"""Code points of text without a passage that stand together."""
ENTRIES = 160
"""Lines of the contents, at most."""

_FRAME = {"paragraph": 60, "item": 60, "heading": 120, "row": 160, "cell": 160}
_ACTION, _OCCURRENCE, _CELL, _SHEET = 110, 60, 20, 900

Look = Literal["part", "heading", "paragraph", "item", "table", "loose"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never cut: a heading, a passage, a stretch of other text, the top of a page.

    ``start == end`` for a page's top and for a heading that is printed elsewhere.
    """

    section: Section | None
    start: int
    end: int
    page: Page | None = None
    passage: Passage | None = None
    heading: bool = False
    top: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A passage on the page. ``occurrence`` is its number in the list the reader comes from."""

    passage: Passage
    pieces: tuple[Piece, ...]
    cited: bool
    occurrence: int | None
    actions: tuple[Action, ...]

    @property
    def cells(self) -> list[list[Piece]]:
        """The pieces of each table cell."""
        found: list[list[Piece]] = [[]]
        for piece in self.pieces:
            if piece.kind == "cell":
                found.append([])
            else:
                found[-1].append(piece)
        return found


@dataclass(frozen=True, slots=True)
class Block:
    """What stands together: a heading, a paragraph, a list, a table, the top of a part.

    ``pieces`` are the words of a heading or of text that is no passage; ``lines`` the passages.
    """

    look: Look
    level: int = 2
    anchor: str = ""
    text: str = ""
    part: Part | None = None
    lines: tuple[Line, ...] = ()
    heads: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The heads of a table whose every row has as many cells; else nothing."""
        columns = [head.strip() for head in self.heads[0].split(" | ")] if self.heads else []
        even = all(len(line.cells) == len(columns) for line in self.lines)
        return columns if len(columns) > 1 and even else []


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the file with the blocks that begin on it; ``page`` is ``None`` without pages, and
    ``top`` false where the page began on the leaf before."""

    page: Page | None
    top: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents. ``leaf`` counts from 1."""

    text: str
    anchor: str
    leaf: int
    level: int
    said_on: str | None = None


@dataclass(slots=True)
class Marking:
    """What to mark: spans by passage id, occurrence numbers by passage id, the cited passage; and
    the spans that a search in this document found, in order, with the one that is looked at."""

    marks: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    occurrences: Mapping[str, int] = field(default_factory=dict)
    cited: str = ""
    found: Sequence[tuple[int, int]] = ()
    here: tuple[int, int] | None = None

    def within(self, start: int, end: int) -> list[tuple[int, int]]:
        """What was found between two offsets."""
        return [one for one in self.found if one[0] < end and one[1] > start]


Leaf = tuple[Unit, ...]


def cut(understanding: Understanding) -> list[Leaf]:
    """The units of each leaf, in order. A document that says nothing is one empty leaf."""
    acted_at = sorted(action.span.start for action in understanding.actions)
    leaves: list[list[Unit]] = [[]]
    size = sheets = 0
    for unit in units(understanding):
        weight = _weight(understanding.document.text, unit, acted_at)
        full = size + weight > LEAF or (unit.top and sheets >= SHEETS)
        if full and leaves[-1]:
            leaves.append([])
            size = sheets = 0
        leaves[-1].append(unit)
        size += weight
        sheets += unit.top
    return [tuple(leaf) for leaf in leaves]


def _weight(text: str, unit: Unit, acted_at: Sequence[int]) -> int:
    if unit.top:
        return _SHEET
    words = text[unit.start : unit.end]
    size = len(str(escape(words)).encode("utf-8", "replace"))
    if unit.passage is None:
        return size + (_FRAME["heading"] if unit.heading else 40)
    size += _FRAME[unit.passage.kind] + _OCCURRENCE + _CELL * words.count("\t")
    return size + _ACTION * (bisect_left(acted_at, unit.end) - bisect_left(acted_at, unit.start))


def units(understanding: Understanding) -> Iterator[Unit]:
    """All units in reading order, each page's top before what begins on the page."""
    document = understanding.document
    inside: dict[tuple[int, int], list[Passage]] = {}
    for passage in understanding.passages:
        inside.setdefault((passage.part.number, passage.section.number), []).append(passage)
    pages = document.pages
    told = 0  # pages whose top was given
    for section in understanding.sections:
        passages = inside.get((section.part.number, section.number), [])
        for unit in _section(document, section, passages):
            while told < len(pages) and pages[told].start <= unit.start:
                yield Unit(None, unit.start, unit.start, pages[told], top=True)
                told += 1
            yield replace(unit, page=pages[told - 1]) if told else unit
    end = len(document.text)
    yield from (Unit(None, end, end, page, top=True) for page in pages[told:])


def _section(document: Document, section: Section, passages: Sequence[Passage]) -> Iterator[Unit]:
    text, place = document.text, section.span.start
    own = section.heading if section.headings else None
    titled = next((one for one in passages if own and _is_inside(one.span, own)), None)
    if section.headings:
        # A passage that says more of the heading than its own words shows them, and is the anchor.
        span = titled.span if titled else own
        start, end = (span.start, span.end) if span else (place, place)
        if span is not None and section.span.start <= start:
            lead = _lead(section.headings[-1], text[start:end])
            yield from _loose(text, section, place, start, lead)
            place = max(place, end)
        yield Unit(section, start, end, passage=titled, heading=True)
    for passage in passages:
        if passage is titled:
            continue
        # The heads of a table stand over it already.
        yield from _loose(text, section, place, passage.span.start, passage.columns)
        place = max(place, passage.span.end)
        yield Unit(section, passage.span.start, passage.span.end, passage=passage)
    yield from _loose(text, section, place, section.span.end)


def _is_inside(span: Span, heading: Span) -> bool:
    return heading.start <= span.start and span.end <= heading.end


def _lead(told: str, printed: str) -> str:
    """What a heading has before its printed words: "2.1 " of "2.1 Call handling"."""
    words, rest = _letters(told), _letters(printed)
    if not rest or not words.endswith(rest) or words == rest:
        return ""
    left = len(words) - len(rest)
    for place, character in enumerate(told):
        if character.isalnum():
            if not left:
                return told[:place]
            left -= 1
    return ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _loose(text: str, section: Section, start: int, end: int, shown: str = "") -> Iterator[Unit]:
    """What stands between two places and is no passage, but for the words ``shown`` already."""
    if start >= end or not any(map(str.isalnum, text[start:end])):
        return
    if shown and _letters(text[start:end]) == _letters(shown):
        return
    while end - start > CHUNK:
        space = text.rfind(" ", start + 1, start + CHUNK)
        stop = space if space > start else start + CHUNK
        yield Unit(section, start, stop)
        start = stop
    yield Unit(section, start, end)


def leaf_of(leaves: Sequence[Leaf], passage: Passage) -> int:
    """On which leaf a passage stands, from 1."""
    for place, leaf in enumerate(leaves, 1):
        if any(unit.passage is not None and unit.passage.id == passage.id for unit in leaf):
            return place
    return 1


def placed(
    leaves: Sequence[Leaf], spans: Sequence[tuple[int, int]]
) -> list[tuple[tuple[int, int], int]]:
    """Those of the spans, in order, that begin on a leaf, each with that leaf's number."""
    found = []
    ordered = ((unit, place) for place, leaf in enumerate(leaves, 1) for unit in leaf)
    held = [(unit.start, unit.end, place) for unit, place in ordered if unit.start < unit.end]
    held.sort()
    at = 0
    for span in spans:
        while at < len(held) and held[at][1] <= span[0]:
            at += 1
        if at < len(held) and held[at][0] <= span[0]:
            found.append((span, held[at][2]))
    return found


def anchor_of(unit: Unit) -> str:
    """The id of a unit on its page."""
    if unit.passage is not None:
        return f"p{unit.passage.number}"
    if unit.heading and unit.section is not None:
        return anchor(unit.section)
    return f"t{unit.start}"


def anchor(section: Section) -> str:
    return f"s{section.part.number}-{section.number}"


def contents(leaves: Sequence[Leaf], here: int) -> list[Entry]:
    """Parts and headings, with the leaf each stands on. Where they are too many, the deeper ones
    of other leaves than ``here`` go first."""
    found = []
    part = -1
    for place, leaf in enumerate(leaves, 1):
        for unit in leaf:
            section = unit.section
            if section is not None and section.part.number != part:
                part = section.part.number
                title = section.part.title or f"Part {part + 1}"
                found.append(Entry(title, f"part{part}", place, 1, section.part.said_on))
            if section is not None and unit.heading:
                text = " ".join(section.headings[-1].split())
                level = min(2 + max(0, len(section.headings) - 1), 4)
                found.append(Entry(text, anchor(section), place, level))
    for deepest in (3, 2, 1, 0):
        if len(found) <= ENTRIES:
            break
        found = [one for one in found if one.level <= deepest or one.leaf == here]
    return found[:ENTRIES]


def sheets(understanding: Understanding, leaf: Leaf, marking: Marking) -> list[Sheet]:
    """The leaf's blocks in reading order, under the page of the file that they begin on."""
    found: list[Sheet] = []
    part = -1
    for page, group in groupby(leaf, key=lambda unit: unit.page):
        held = list(group)
        blocks: list[Block] = []
        for unit in held:
            section = unit.section
            if section is None:
                continue
            if section.part.number != part:
                part = section.part.number
                blocks.append(_part(understanding.document.text, section, unit))
            blocks.append(_block(understanding, section, unit, marking))
        found.append(Sheet(page, held[0].top, tuple(_joined(blocks))))
    return found


def _part(text: str, section: Section, unit: Unit) -> Block:
    title = section.part.title or f"Part {section.part.number + 1}"
    if any(map(str.isalnum, text[section.part.span.start : unit.start])):
        title = f"{title} (continued)"
    return Block("part", 2, f"part{section.part.number}", title, section.part)


def _block(understanding: Understanding, section: Section, unit: Unit, marking: Marking) -> Block:
    text, passage = understanding.document.text, unit.passage
    line = (_line(understanding, passage, marking),) if passage else ()
    if unit.heading:
        return _heading(text, section, unit, line, marking)
    if passage is not None:
        looks: dict[str, Look] = {"row": "table", "cell": "table", "item": "item"}
        heads = (passage.columns,) if passage.columns else ()
        return Block(looks.get(passage.kind, "paragraph"), lines=line, heads=heads)
    words = pieces(
        text[unit.start : unit.end],
        unit.start,
        marking.within(unit.start, unit.end),
        marking.here,
    )
    return Block("loose", anchor=anchor_of(unit), pieces=tuple(words))


def _heading(
    text: str, section: Section, unit: Unit, line: tuple[Line, ...], marking: Marking
) -> Block:
    """A heading in the source's words, with the number that stands apart from them."""
    level = min(3 + max(0, len(section.headings) - 1), 5)
    told = " ".join(section.headings[-1].split())
    if unit.start == unit.end:  # a heading of the file's own that is not printed here
        return Block("heading", level, anchor(section), pieces=(Piece(told),))
    words = (
        line[0].pieces
        if line
        else tuple(
            pieces(
                text[unit.start : unit.end],
                unit.start,
                marking.within(unit.start, unit.end),
                marking.here,
            )
        )
    )
    lead = _lead(told, text[unit.start : unit.end])
    return Block("heading", level, anchor(section), lead, lines=line, pieces=words)


def _line(understanding: Understanding, passage: Passage, marking: Marking) -> Line:
    actions = tuple(a for a in understanding.actions if a.span.overlap(passage.span))
    start, end = passage.span.start, passage.span.end
    marks = [*marking.marks.get(passage.id, ()), *marking.within(start, end)]
    return Line(
        passage,
        tuple(pieces(passage.text, start, marks, marking.here)),
        passage.id == marking.cited,
        marking.occurrences.get(passage.id),
        actions,
    )


def _joined(blocks_: Sequence[Block]) -> Iterator[Block]:
    """Items that follow each other are one list, rows under the same heads one table."""
    held: Block | None = None
    for block in blocks_:
        same = held is not None and block.look == held.look and block.look in ("item", "table")
        if same and held is not None and block.heads == held.heads:
            held = Block(held.look, lines=held.lines + block.lines, heads=held.heads)
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held
