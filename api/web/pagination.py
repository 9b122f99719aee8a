"""A document as its structure has it, cut into leaves that a browser can carry.

Everything the document says is on some leaf: what belongs to no passage (running heads, page
numbers) is shown too, smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from api.views.highlighting import Piece, pieces
from corpus.model import Action, Part, Passage, Section, Span, Understanding

LEAF = 60_000
"""Code points on a leaf; a longer section stands alone on one."""

Look = Literal["part", "heading", "paragraph", "item", "table", "loose", "page"]


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
    """What stands together: a heading, a paragraph, a list, a table, a page border."""

    look: Look
    level: int = 2
    anchor: str = ""
    text: str = ""
    part: Part | None = None
    lines: tuple[Line, ...] = ()
    heads: tuple[str, ...] = ()
    page: int | None = None
    label: str | None = None

    @property
    def columns(self) -> list[str]:
        """The heads of a table whose every row has as many cells; else nothing."""
        columns = [head.strip() for head in self.heads[0].split(" | ")] if self.heads else []
        even = all(len(line.cells) == len(columns) for line in self.lines)
        return columns if len(columns) > 1 and even else []


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
    """What to mark: spans by passage id, occurrence numbers by passage id, the cited passage."""

    marks: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    occurrences: Mapping[str, int] = field(default_factory=dict)
    cited: str = ""


def cut(understanding: Understanding) -> list[tuple[Section, ...]]:
    """The sections of each leaf, in order. A document without sections is one empty leaf."""
    leaves: list[list[Section]] = [[]]
    size = 0
    for section in understanding.sections:
        length = len(section.span)
        if leaves[-1] and size + length > LEAF:
            leaves.append([])
            size = 0
        leaves[-1].append(section)
        size += length
    return [tuple(leaf) for leaf in leaves]


def leaf_of(leaves: Sequence[Sequence[Section]], passage: Passage) -> int:
    """On which leaf a passage stands, from 1."""
    number = passage.section.number
    part = passage.part.number
    for place, leaf in enumerate(leaves, 1):
        if any(section.number == number and section.part.number == part for section in leaf):
            return place
    return 1


def contents(leaves: Sequence[Sequence[Section]]) -> list[Entry]:
    """Parts and headings, with the leaf each stands on."""
    found = []
    part = -1
    for place, leaf in enumerate(leaves, 1):
        for section in leaf:
            if section.part.number != part:
                part = section.part.number
                title = section.part.title or f"Part {part + 1}"
                found.append(Entry(title, f"part{part}", place, 1, section.part.said_on))
            if section.headings:
                text = " ".join(section.headings[-1].split())
                level = min(2 + max(0, len(section.headings) - 1), 4)
                found.append(Entry(text, anchor(section), place, level))
    return found


def anchor(section: Section) -> str:
    return f"s{section.part.number}-{section.number}"


def blocks(understanding: Understanding, leaf: Sequence[Section], marking: Marking) -> list[Block]:
    """The leaf's blocks in reading order."""
    inside: dict[tuple[int, int], list[Passage]] = {}
    for passage in understanding.passages:
        inside.setdefault((passage.part.number, passage.section.number), []).append(passage)
    found: list[Block] = []
    part = -1
    for section in leaf:
        if section.part.number != part:
            part = section.part.number
            first = min(s.number for s in understanding.sections if s.part.number == part)
            title = section.part.title or f"Part {part + 1}"
            text = title if section.number == first else f"{title} (continued)"
            found.append(Block("part", 2, f"part{part}", text, section.part))
        passages = inside.get((section.part.number, section.number), [])
        found += _section(understanding, section, passages, marking)
    return list(_paged(list(_joined(found))))


def _section(
    understanding: Understanding, section: Section, passages: Sequence[Passage], marking: Marking
) -> Iterator[Block]:
    text = understanding.document.text
    level = min(3 + max(0, len(section.headings) - 1), 5)
    heading = next((one for one in passages if _is_heading(one, section.heading)), None)
    if section.headings:
        line = (_line(understanding, heading, marking),) if heading else ()
        words = " ".join(section.headings[-1].split())
        yield Block("heading", level, anchor(section), words, lines=line)
    place = section.span.start
    for passage in passages:
        shown = " ".join(passage.columns.replace(" | ", " ").split())
        for loose in _loose(text, place, passage.span.start, section.heading):
            if loose.text != shown:  # the heads of a table stand over it already
                yield loose
        place = max(place, passage.span.end)
        if passage is not heading:
            look: Look = {"row": "table", "cell": "table", "item": "item"}.get(  # type: ignore[assignment]
                passage.kind, "paragraph"
            )
            line_ = _line(understanding, passage, marking)
            yield Block(look, lines=(line_,), heads=_heads(passage))
    yield from _loose(text, place, section.span.end, section.heading)


def _is_heading(passage: Passage, heading: Span | None) -> bool:
    """Whether a passage is the heading's words and no more: others are shown under it, whole."""
    if heading is None or not passage.span.overlap(heading):
        return False
    return heading.start <= passage.span.start and passage.span.end <= heading.end


def _loose(text: str, start: int, end: int, heading: Span | None) -> Iterator[Block]:
    """What stands between passages, without the heading that was shown already."""
    ranges = [(start, end)]
    if heading and heading.start < end and heading.end > start:
        ranges = [(start, heading.start), (heading.end, end)]
    for low, high in ranges:
        words = " ".join(text[low:high].split()) if low < high else ""
        if any(character.isalnum() for character in words):
            yield Block("loose", text=words)


def _heads(passage: Passage) -> tuple[str, ...]:
    return (passage.columns,) if passage.columns else ()


def _line(understanding: Understanding, passage: Passage, marking: Marking) -> Line:
    actions = tuple(a for a in understanding.actions if a.span.overlap(passage.span))
    cut_ = pieces(passage.text, passage.span.start, marking.marks.get(passage.id, ()))
    return Line(
        passage,
        tuple(cut_),
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


def _paged(blocks_: Sequence[Block]) -> Iterator[Block]:
    """A border before the first block that begins on another page."""
    page: int | None = None
    for block in blocks_:
        first = block.lines[0].passage if block.lines else None
        if first is not None and first.page is not None and first.page != page:
            page = first.page
            yield Block("page", page=page, label=first.page_label)
        yield block
