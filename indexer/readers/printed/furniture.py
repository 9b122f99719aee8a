"""Running heads, feet and page numbers: what stands at one place of many pages, learnt from them.

No phrase tells them. A line near the edge of its page is furniture where its words, figures apart,
stand at the same height of the pages around it; or where it is a number that counts the pages.
What shares its place and its type with such lines is furniture sooner.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from indexer.language import patterns
from indexer.readers.printed.words import Line

Edge = Literal["head", "foot"]
EDGES: tuple[Edge, ...] = ("head", "foot")

_ZONE = 0.14
"""The share of a page's height, at each end, in which furniture stands."""
_NEAR = 4.0
"""Points by which furniture may be displaced from page to page."""
_LONGEST = 160
_APART = 2
"""Pages that may lie between two of a run: heads stand on every page, or on every other."""
_LABEL = re.compile(
    r"[-–(\[]?\s*(?:[ivxlc]{1,7}|[A-Z]{0,2}[-–. ]?\d{1,4})\s*[-–)\]]?", re.IGNORECASE
)
_FIGURES = re.compile(r"\d+")

Place = tuple[int, int]
"""the page, and which of its lines"""


@dataclass(frozen=True, slots=True)
class _Seen:
    page: int
    line: int
    edge: Edge
    height: float
    """points from the page's edge"""
    text: str
    """the words as compared"""
    words: str


def furniture(
    pages: Mapping[int, Sequence[Line]], extents: Mapping[int, tuple[float, float] | None]
) -> dict[Place, Edge]:
    """Which lines are furniture, and at which edge; ``pages`` by number, ``extents`` in points."""
    if len(pages) < 2:
        return {}
    near = [one for page, lines in pages.items() for one in _edges(page, lines, extents.get(page))]
    found = {(one.page, one.line): one.edge for one in _repeated(near, len(pages))}
    found |= {(one.page, one.line): one.edge for one in _numbers(near)}
    found |= {(one.page, one.line): one.edge for one in _alike(near, found, pages)}
    return _outermost(found, pages)


def _outermost(
    found: Mapping[Place, Edge], pages: Mapping[int, Sequence[Line]]
) -> dict[Place, Edge]:
    """Of the lines found those that no other line parts from their edge, and that stand apart from
    the page's body: the heads of a table that goes on do not, nor the first line of a text."""
    kept: dict[Place, Edge] = {}
    for edge in EDGES:
        apart: list[bool] = []
        stacks: list[list[Place]] = []
        for page in dict.fromkeys(page for page, _ in found):
            stack, body = _stack(page, pages[page], found, edge)
            while stack and body is not None:
                inner = pages[page][stack[-1][1]]
                outer = pages[page][stack[-2][1]] if len(stack) > 1 else None
                if _stands_apart(inner, body, outer):
                    break
                body = inner
                stack.pop()
            apart += [bool(stack)] * (body is not None)
            stacks.append(stack)
        if sum(apart):
            kept |= {place: edge for stack in stacks for place in stack}
    return kept


def _stack(
    page: int, lines: Sequence[Line], found: Mapping[Place, Edge], edge: Edge
) -> tuple[list[Place], Line | None]:
    """The lines from an edge of a page up to the first that was not found, and that one."""
    placed = sorted(
        ((line.box[1], at) for at, line in enumerate(lines) if line.box is not None),
        reverse=edge == "head",
    )
    stack: list[Place] = []
    for _, at in placed:
        if found.get((page, at)) != edge:
            return stack, lines[at]
        stack.append((page, at))
    return stack, None


def _stands_apart(line: Line, body: Line, outer: Line | None) -> bool:
    """Whether the white below a line says that it is none of the body's."""
    size = max(line.size, body.size)
    white = _white(line, body)
    if white >= size or line.size <= 0.85 * body.size:
        return True
    return white >= 0.5 * size and (outer is None or white >= _white(line, outer))


def _white(line: Line, other: Line) -> float:
    if line.box is None or other.box is None:
        return 0.0
    return max(line.box[1] - other.box[3], other.box[1] - line.box[3])


def _edges(page: int, lines: Sequence[Line], extent: tuple[float, float] | None) -> Iterable[_Seen]:
    if extent is None:
        return
    height = extent[1]
    for at, line in enumerate(lines):
        if line.box is None or len(line.text) > _LONGEST:
            continue
        top, bottom = height - line.box[3], line.box[1]
        if top < _ZONE * height or bottom < _ZONE * height:
            edge: Edge = "head" if top < bottom else "foot"
            yield _Seen(page, at, edge, min(top, bottom), _key(line.text), line.text)


def _key(text: str) -> str:
    return _FIGURES.sub("#", " ".join(text.casefold().split()))


def _repeated(near: Sequence[_Seen], count: int) -> Iterable[_Seen]:
    """Lines whose words come again at their height, on pages close to each other."""
    groups: dict[tuple[Edge, str], list[_Seen]] = defaultdict(list)
    for one in near:
        groups[one.edge, one.text].append(one)
    for members in groups.values():
        if len(members) < 2 or not any(map(str.isalpha, members[0].text)):
            continue
        for run in _runs(members):
            needed = 3 if count > 3 else 2
            if len({one.page for one in run}) >= needed:
                yield from run


def _runs(members: Sequence[_Seen]) -> Iterable[list[_Seen]]:
    """Members at one height, in runs of pages that lie close together."""
    for level in _levels(members):
        ordered = sorted(level, key=lambda one: one.page)
        run = ordered[:1]
        for before, one in pairwise(ordered):
            if one.page - before.page > _APART:
                yield run
                run = []
            run.append(one)
        yield run


def _levels(members: Sequence[_Seen]) -> Iterable[list[_Seen]]:
    level: list[_Seen] = []
    for one in sorted(members, key=lambda one: one.height):
        if level and one.height - level[-1].height > _NEAR:
            yield level
            level = []
        level.append(one)
    yield level


def _numbers(near: Sequence[_Seen]) -> Iterable[_Seen]:
    """Lines that are only a number which goes up with the pages, or counts them from the first."""
    counted: dict[tuple[Edge, int], list[_Seen]] = defaultdict(list)
    for one in near:
        value = _counted(one.words)
        if value is not None:
            counted[one.edge, value - one.page].append(one)
    for (_, offset), members in counted.items():
        for level in _levels(members):
            if len({one.page for one in level}) >= 2 or offset == 0:
                yield from level


def _counted(words: str) -> int | None:
    """The number of a line that holds nothing else."""
    if not patterns.PAGE_NUMBER.match(words):
        return None
    figures = _FIGURES.search(words)
    return int(figures[0]) if figures else None


def _alike(
    near: Sequence[_Seen], found: Mapping[Place, Edge], pages: Mapping[int, Sequence[Line]]
) -> Iterable[_Seen]:
    """In the place and the type of lines that were found: labels of pages in other numerals, and
    words that come again on a page close by."""
    slots: Counter[tuple[Edge, int, str, float]] = Counter()
    for one in near:
        if (one.page, one.line) in found:
            slots[_slot(one, pages)] += 1
    again: dict[tuple[Edge, str], list[_Seen]] = defaultdict(list)
    for one in near:
        edge, place, font, size = _slot(one, pages)
        if (one.page, one.line) in found:
            continue
        if sum(slots[edge, place + aside, font, size] for aside in (-1, 0, 1)) < 3:
            continue
        if _LABEL.fullmatch(one.words):
            yield one
        else:
            again[edge, one.text].append(one)
    for members in again.values():
        for run in _runs(members):
            if len({one.page for one in run}) > 1:
                yield from run


def _slot(one: _Seen, pages: Mapping[int, Sequence[Line]]) -> tuple[Edge, int, str, float]:
    line = pages[one.page][one.line]
    return one.edge, round(one.height / 3), line.font, line.size
