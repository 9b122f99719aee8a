"""A document as its structure has it, cut into leaves that a browser can carry.

Everything the document says is on some leaf: what belongs to no passage (running heads, page
numbers) is shown too, smaller; and so is every page of the file, also one without text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import escape

from corpus.model import Document, Page, Passage, Section, Span, Understanding

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
class Entry:
    """A line of the contents. ``leaf`` counts from 1."""

    text: str
    anchor: str
    leaf: int
    level: int
    said_on: str | None = None


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
    before: Section | None = None
    for section in understanding.sections:
        passages = inside.get((section.part.number, section.number), [])
        headed = not _goes_on(section, before)
        before = section
        for unit in _section(document, section, passages, headed):
            while told < len(pages) and pages[told].start <= unit.start:
                yield Unit(None, unit.start, unit.start, pages[told], top=True)
                told += 1
            yield replace(unit, page=pages[told - 1]) if told else unit
    end = len(document.text)
    yield from (Unit(None, end, end, page, top=True) for page in pages[told:])


def _goes_on(section: Section, before: Section | None) -> bool:
    """Whether a section without a heading of its own stands under that of the one before it, as
    "3.1" does under "3 Treasurer"."""
    return (
        section.heading is None
        and before is not None
        and (section.part.number, section.headings) == (before.part.number, before.headings)
    )


def _section(
    document: Document, section: Section, passages: Sequence[Passage], headed: bool
) -> Iterator[Unit]:
    text, place = document.text, section.span.start
    own = section.heading if section.headings else None
    titled = next((one for one in passages if own and _is_inside(one.span, own)), None)
    if section.headings and headed:
        # A passage that says more of the heading than its own words shows them, and is the anchor.
        span = titled.span if titled else own
        start, end = (span.start, span.end) if span else (place, place)
        if span is not None and section.span.start <= start:
            number = lead(section.headings[-1], text[start:end])
            yield from _loose(text, section, place, start, number)
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


def lead(told: str, printed: str) -> str:
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
