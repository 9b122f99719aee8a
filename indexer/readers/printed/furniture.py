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
    body = _body(pages)
    found: dict[Place, Edge] = {}
    for run in _repeated(near, len(pages)):
        heads = run[1:] if _opens(run, pages, body) else run
        found |= {(one.page, one.line): one.edge for one in heads}
    found |= {(one.page, one.line): one.edge for one in _numbers(near)}
    found |= {(one.page, one.line): one.edge for one in _alike(near, found, pages)}
    found |= {(one.page, one.line): one.edge for one in _displaced(near, found, pages)}
    return _outermost(found, pages)


def _body(pages: Mapping[int, Sequence[Line]]) -> float:
    """The size of most of the letters, in points."""
    letters: Counter[float] = Counter()
    for lines in pages.values():
        for line in lines:
            letters[line.size] += len(line.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def _opens(run: Sequence[_Seen], pages: Mapping[int, Sequence[Line]], body: float) -> bool:
    """Whether the first of a run of heads is the title of what it stands over: set like a title,
    and over some of the pages only."""
    line = pages[run[0].page][run[0].line]
    strong = line.size > 1.05 * body or (line.bold and line.size >= body)
    return run[0].edge == "head" and strong and 2 * len(run) < len(pages)


def _outermost(
    found: Mapping[Place, Edge], pages: Mapping[int, Sequence[Line]]
) -> dict[Place, Edge]:
    """Of the lines found those that no other line parts from their edge, up to the widest white
    between there and the page's body: what lies beyond, the heads of a table that goes on or the
    first line of a text, is the body's."""
    kept: dict[Place, Edge] = {}
    for edge in EDGES:
        apart = False
        stacks: list[list[Place]] = []
        for page in dict.fromkeys(page for page, _ in found):
            stack, body = _stack(page, pages[page], found, edge)
            if body is not None:
                stack = _outer(stack, [*(pages[page][at] for _, at in stack), body])
                apart = apart or bool(stack)
            stacks.append(stack)
        if apart:
            kept |= {place: edge for stack in stacks for place in stack}
    return kept


def _outer(stack: list[Place], lines: Sequence[Line]) -> list[Place]:
    """The part of a stack that stands apart; ``lines`` are its own and the body's first."""
    whites = [_white(line, after) for line, after in pairwise(lines)]
    if not whites:
        return []
    widest = max(whites)
    last = max(at for at, white in enumerate(whites) if white >= 0.95 * widest)
    small = lines[last].size <= 0.85 * lines[last + 1].size
    return stack[: last + 1] if small or widest >= 0.5 * lines[last].size else []


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
        here = found.get((page, at))
        if here != edge:
            return stack, lines[at] if here is None else None
        stack.append((page, at))
    return stack, None


def _white(line: Line, other: Line) -> float:
    if line.box is None or other.box is None:
        return 0.0
    return max(0.0, line.box[1] - other.box[3], other.box[1] - line.box[3])


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
            yield _Seen(page, at, edge, min(top, bottom), patterns.unnumbered(line.text), line.text)


def _repeated(near: Sequence[_Seen], count: int) -> Iterable[list[_Seen]]:
    """Runs of lines whose words come again at their height, on pages close to each other."""
    groups: dict[tuple[Edge, str], list[_Seen]] = defaultdict(list)
    for one in near:
        groups[one.edge, one.text].append(one)
    for members in groups.values():
        if len(members) < 2 or not any(map(str.isalpha, members[0].text)):
            continue
        for run in _runs(members):
            needed = 3 if count > 3 else 2
            if len({one.page for one in run}) >= needed:
                yield run


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
    figures = patterns.FIGURES.search(words)
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


def _displaced(
    near: Sequence[_Seen], found: Mapping[Place, Edge], pages: Mapping[int, Sequence[Line]]
) -> Iterable[_Seen]:
    """The words and the type of lines that were found, outermost on a page that is set otherwise:
    a foot that stands higher under a shorter page."""
    known = {
        (one.edge, one.text, _type(one, pages))
        for one in near
        if (one.page, one.line) in found and any(map(str.isalpha, one.text))
    }
    outermost: dict[tuple[int, Edge], _Seen] = {}
    for one in near:
        held = outermost.get((one.page, one.edge))
        if (one.page, one.line) not in found and (held is None or one.height < held.height):
            outermost[one.page, one.edge] = one
    for one in outermost.values():
        if (one.edge, one.text, _type(one, pages)) in known:
            yield one


def _type(one: _Seen, pages: Mapping[int, Sequence[Line]]) -> tuple[str, float]:
    line = pages[one.page][one.line]
    return line.font, line.size


def _slot(one: _Seen, pages: Mapping[int, Sequence[Line]]) -> tuple[Edge, int, str, float]:
    line = pages[one.page][one.line]
    return one.edge, round(one.height / 3), line.font, line.size
