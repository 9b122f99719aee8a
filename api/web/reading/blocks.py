"""The blocks of a leaf: its units as a page shows them, marked, under the pages of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from api.views.highlighting import Piece, pieces
from api.web.reading.pagination import Leaf, Unit, anchor, anchor_of, lead
from corpus.model import Action, Page, Part, Passage, Section, Understanding

Look = Literal["part", "heading", "paragraph", "item", "table", "loose"]


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
    number = lead(told, text[unit.start : unit.end])
    return Block("heading", level, anchor(section), number, lines=line, pieces=words)


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
