"""Tables by the rules drawn around their cells.

A table is believed only where every segment inside it finds one cell, and where its cells are
short or its columns have names: a frame around prose is no table.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.model import Box
from indexer.language import patterns
from indexer.readers.tables.segments import (
    COLUMNS_AT_MOST,
    FIGURE,
    NEAR,
    ROWS_AT_MOST,
    PageTable,
    Segment,
    TableCell,
)

RULES_AT_MOST = 3_000
"""Rules of a page that are looked at; a drawing has more."""

_THIN = 3.0
_LONGEST_CELL = 400
_USUAL_CELL = 90
_HEAD = 60
_ENTRY = re.compile(r"\(?[A-Za-z]?\d{1,3}(?:\.\d{1,3}){0,2}\)|\(?[a-z]\)")
"""The number of an entry within a cell."""
_NARROW = 8.0
"""Points between two rules that hold no column: a frame drawn twice, the margin of a cell."""
_FILLED = 0.4


_Edge = tuple[float, float, float]
"""A rule: where it lies, and from where to where it runs."""


@dataclass(slots=True)
class _Grid:
    """Where rows and columns part, from the top and from the left, and the rules that lie there."""

    ys: list[float]
    xs: list[float]
    across: list[list[_Edge]]
    down: list[list[_Edge]]


def ruled(
    lines: Sequence[Sequence[Segment]], rules: Sequence[Box]
) -> Iterator[tuple[PageTable | None, list[int]]]:
    """Each grid that a page draws, as a table where it is believed, and the lines inside it."""
    for grid in _grids(rules[:RULES_AT_MOST]):
        inside = [
            number for number, line in enumerate(lines) if any(_inside(one, grid) for one in line)
        ]
        yield _filled(lines, grid), inside


def _grids(rules: Sequence[Box]) -> list[_Grid]:
    """Rules that meet, as grids."""
    grids = []
    for across, down in _connected(*_edges(rules)):
        ys = _merged(sorted((y for y, _, _ in across), reverse=True))
        xs = _merged(sorted(x for x, _, _ in down), _NARROW)
        if 3 <= len(ys) <= ROWS_AT_MOST and 3 <= len(xs) <= COLUMNS_AT_MOST:
            grids.append(_Grid(ys, xs, _by_place(across, ys), _by_place(down, xs)))
    return grids


def _by_place(edges: Sequence[_Edge], places: Sequence[float]) -> list[list[_Edge]]:
    """The rules that lie at each place, give or take."""
    found: list[list[_Edge]] = []
    ordered = sorted(edges)
    starts = [edge[0] for edge in ordered]
    for place in places:
        low, high = bisect_left(starts, place - NEAR), bisect_right(starts, place + NEAR)
        found.append(ordered[low:high])
    return found


def _edges(rules: Sequence[Box]) -> tuple[list[_Edge], list[_Edge]]:
    """Rules across and down; a box gives its four sides."""
    across: list[_Edge] = []
    down: list[_Edge] = []
    for left, bottom, right, top in rules:
        width, height = right - left, top - bottom
        if height <= _THIN and width > 2 * _THIN:
            across.append(((top + bottom) / 2, left, right))
        elif width <= _THIN and height > 2 * _THIN:
            down.append(((left + right) / 2, bottom, top))
        elif width > 2 * _THIN and height > 2 * _THIN:
            across += [(top, left, right), (bottom, left, right)]
            down += [(left, bottom, top), (right, bottom, top)]
    return across, down


def _connected(
    across: Sequence[_Edge], down: Sequence[_Edge]
) -> list[tuple[list[_Edge], list[_Edge]]]:
    """Rules grouped by the stretches of the page that they cover from top to bottom."""
    groups: list[list[_Edge]] = []
    bottoms: list[float] = []
    for edge in sorted(down, key=lambda one: -one[2]):
        if groups and edge[2] >= bottoms[-1] - 2 * NEAR:
            groups[-1].append(edge)
            bottoms[-1] = min(bottoms[-1], edge[1])
        else:
            groups.append([edge])
            bottoms.append(edge[1])
    ordered = sorted(across)
    heights = [edge[0] for edge in ordered]
    found = []
    for group, bottom in zip(groups, bottoms, strict=True):
        top = max(edge[2] for edge in group)
        low, high = bisect_left(heights, bottom - NEAR), bisect_right(heights, top + NEAR)
        found.append((ordered[low:high], group))
    return found


def _merged(places: Iterable[float], near: float = NEAR) -> list[float]:
    kept: list[float] = []
    for place in places:
        if not kept or abs(place - kept[-1]) > near:
            kept.append(place)
    return kept


def _filled(lines: Sequence[Sequence[Segment]], grid: _Grid) -> PageTable | None:
    """The grid with the words in it; ``None`` where a line runs across its frame or its rules."""
    held: dict[int, dict[int, list[Segment]]] = {}
    used: list[int] = []
    ups = [-y for y in grid.ys]
    for number, line in enumerate(lines):
        inside = [one for one in line if _inside(one, grid)]
        if not inside:
            continue
        if len(inside) < len(line):
            return None
        used.append(number)
        for one in inside:
            middle = one.y + 0.3 * one.size
            if _crosses(one, middle, grid):
                return None
            row = bisect_right(ups, -middle) - 1
            begins = one.x + min(NEAR, (one.right - one.x) / 2)
            column = min(bisect_right(grid.xs, begins) - 1, len(grid.xs) - 2)
            held.setdefault(row, {}).setdefault(column, []).append(one)
    if len(used) < 2 or not held:
        return None
    parted = {row: _entries(held[row]) for row in sorted(held)}
    if not all(parted.values()):
        return None
    rows = [
        _grid_row(words, grid, row, part > 0)
        for row, parts in parted.items()
        for part, words in enumerate(parts)
    ]
    rows = [row for row in rows if any(cell.paragraphs for cell in row)]
    if _count(rows) != sum(len(one.text.split()) for number in used for one in lines[number]):
        return None
    rows, starts = _bare_columns_gone(rows, grid.xs)
    return PageTable(rows, used, starts) if _believed(rows) else None


def _count(rows: Sequence[Sequence[TableCell]]) -> int:
    """The words of all cells."""
    return sum(len(told.split()) for row in rows for cell in row for told in cell.paragraphs)


def _inside(one: Segment, grid: _Grid) -> bool:
    middle = one.y + 0.3 * one.size
    return grid.xs[0] - NEAR <= one.x < grid.xs[-1] and grid.ys[-1] < middle < grid.ys[0]


def _crosses(one: Segment, middle: float, grid: _Grid) -> bool:
    """Whether words run over a rule between two columns: nobody can say which they stand in."""
    return any(
        one.x + NEAR < x < one.right - NEAR and _rule_at(grid.down[column], middle)
        for column, x in enumerate(grid.xs)
    )


def _entries(held: dict[int, list[Segment]]) -> list[dict[int, list[Segment]]]:
    """The words of a row by column, in parts where it tells several things one below the other.

    One column counts its entries, '(A1.1) …', or holds a figure a line: what stands on the height
    of an entry in the columns beside it belongs to that entry. Where a column has words for some
    entries only, nobody can say for which, and there are no parts.
    """
    numbered = {
        column: [one for one in words if _ENTRY.match(one.text)] for column, words in held.items()
    }
    column, entries = max(numbered.items(), key=lambda item: len(item[1]))
    whole = column  # a name to the left of counted entries is one cell for all of them
    if len(entries) < 2 or len({round(one.x) for one in entries}) > 1:
        figures = [
            (place, words)
            for place, words in held.items()
            if len(words) > 1 and all(FIGURE.fullmatch(one.text) for one in words)
        ]
        if not figures:
            return [held]
        column, entries = max(figures, key=lambda item: len(item[1]))
        whole = 0
    heights = [round(one.y) for one in entries]
    for place, words in held.items():
        beside = {round(one.y) for one in words}
        if place >= whole and not all(beside & {y - 1, y, y + 1} for y in heights):
            return []
    tops = sorted((one.y + 0.5 * one.size for one in entries), reverse=True)[1:]
    parts: list[dict[int, list[Segment]]] = [{} for _ in range(len(tops) + 1)]
    for place, words in held.items():
        for one in words:
            part = sum(one.y < top for top in tops) if place >= whole else 0
            parts[part].setdefault(place, []).append(one)
    return parts


def _grid_row(
    held: dict[int, list[Segment]], grid: _Grid, row: int, goes_on: bool
) -> list[TableCell]:
    top, bottom = grid.ys[row], grid.ys[row + 1]
    middle = (top + bottom) / 2
    cells: list[TableCell] = []
    column = 0
    last = len(grid.xs) - 1
    while column < last:
        width = 1
        while column + width < last and not _rule_at(grid.down[column + width], middle):
            width += 1
        words = [one for at in range(width) for one in held.get(column + at, ())]
        centre = (grid.xs[column] + grid.xs[column + width]) / 2
        above = goes_on or (row > 0 and not _rule_at(grid.across[row], centre))
        cells.append(
            TableCell(
                column,
                width,
                above and not words,
                bool(words) and all(one.bold for one in words),
                _paragraphs(words),
            )
        )
        column += width
    return cells


def _rule_at(edges: Sequence[_Edge], at: float) -> bool:
    """Whether one of the rules at a place passes ``at``."""
    return any(low - NEAR <= at <= high + NEAR for _, low, high in edges)


def _bare_columns_gone(
    rows: list[list[TableCell]], xs: Sequence[float]
) -> tuple[list[list[TableCell]], tuple[float, ...]]:
    """Rows without the columns that hold nothing: rules drawn twice, margins of a frame."""
    full = sorted({cell.column for row in rows for cell in row if cell.paragraphs})
    at = {column: place for place, column in enumerate(full)}
    result = []
    for row in rows:
        kept = []
        for cell in row:
            inside = [one for one in full if cell.column <= one < cell.column + cell.width]
            if inside:
                cell.column, cell.width = at[inside[0]], len(inside)
                kept.append(cell)
        result.append(kept)
    return result, tuple(xs[column] for column in full)


def _paragraphs(words: Sequence[Segment]) -> tuple[str, ...]:
    """The words of a cell, line under line, in paragraphs where the distance is wider."""
    ordered = sorted(words, key=lambda one: (-round(one.y), one.x))
    found: list[str] = []
    above: Segment | None = None
    for one in ordered:
        apart = above is not None and above.y - one.y > 1.7 * max(one.size, above.size)
        bullet = above is not None and one.y < above.y and one.text[0] in patterns.BULLETS
        if above is None or apart or bullet:
            found.append(one.text)
        else:
            found[-1] = f"{found[-1]} {one.text}"
        above = one
    return tuple(found)


def _believed(rows: Sequence[Sequence[TableCell]]) -> bool:
    cells = [cell for row in rows for cell in row if not cell.merged]
    sizes = [sum(map(len, cell.paragraphs)) for cell in cells if cell.paragraphs]
    wide = [row for row in rows if sum(bool(cell.paragraphs) for cell in row) > 1]
    if len(rows) < 2 or len(sizes) < _FILLED * len(cells):
        return False
    if len(wide) < 2:
        return bool(wide) and continues(rows)
    return headed(rows[0]) or (max(sizes) <= _LONGEST_CELL and median(sizes) <= _USUAL_CELL)


def continues(rows: Sequence[Sequence[TableCell]]) -> bool:
    """Whether a grid is the rest of a table of the page before: its first row ends a cell that was
    begun there, and the narrow first column names each row below it."""
    first = [cell for row in rows for cell in row if cell.column == 0]
    named = [sum(map(len, cell.paragraphs)) for cell in first]
    opened = bool(named) and not named[0] and any(cell.paragraphs for cell in rows[0])
    return opened and all(0 < size <= 2 * _HEAD for size in named[1:])


def headed(row: Sequence[TableCell]) -> bool:
    """Whether the first row of a table is set as the names of its columns: short and strong."""
    filled = [cell for cell in row if cell.paragraphs]
    short = all(sum(map(len, cell.paragraphs)) <= _HEAD for cell in filled)
    return len(filled) > 1 and short and all(cell.strong for cell in filled)
