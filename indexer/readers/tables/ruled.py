"""Tables by the rules drawn around their cells.

A table is believed only where every segment inside it finds one cell, and where its cells are
short or its columns have names: a frame around prose is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from corpus.model import Box
from indexer.language import patterns
from indexer.readers.tables.segments import (
    COLUMNS_AT_MOST,
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
_NARROW = 8.0
"""Points between two rules that hold no column: a frame drawn twice, the margin of a cell."""
_FILLED = 0.4


@dataclass(slots=True)
class _Grid:
    ys: list[float]
    xs: list[float]
    across: list[tuple[float, float, float]] = field(default_factory=list)
    down: list[tuple[float, float, float]] = field(default_factory=list)


def ruled(lines: Sequence[Sequence[Segment]], rules: Sequence[Box]) -> Iterator[PageTable]:
    for grid in _grids(rules[:RULES_AT_MOST]):
        table = _filled(lines, grid)
        if table is not None:
            yield table


def _grids(rules: Sequence[Box]) -> list[_Grid]:
    """Rules that meet, as grids: where their rows and columns part."""
    across, down = _edges(rules)
    groups = _connected(across, down)
    grids = []
    for mine_across, mine_down in groups:
        ys = _merged(sorted((y for y, _, _ in mine_across), reverse=True))
        xs = _merged(sorted(x for x, _, _ in mine_down), _NARROW)
        if 3 <= len(ys) <= ROWS_AT_MOST and 3 <= len(xs) <= COLUMNS_AT_MOST:
            grids.append(_Grid(ys, xs, mine_across, mine_down))
    return grids


_Edge = tuple[float, float, float]
"""A rule: where it lies, and from where to where it runs."""


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
    spans = sorted([(low, high) for _, low, high in down], key=lambda span: (-span[1], span[0]))
    bands: list[list[float]] = []
    for low, high in spans:
        if bands and high >= bands[-1][0] - 2 * NEAR:
            bands[-1][0] = min(bands[-1][0], low)
        else:
            bands.append([low, high])
    groups = []
    for low, high in bands:
        inside_down = [one for one in down if one[1] >= low - NEAR and one[2] <= high + NEAR]
        inside = [one for one in across if low - NEAR <= one[0] <= high + NEAR]
        groups.append((inside, inside_down))
    return groups


def _merged(places: Iterable[float], near: float = NEAR) -> list[float]:
    kept: list[float] = []
    for place in places:
        if not kept or abs(place - kept[-1]) > near:
            kept.append(place)
    return kept


def _filled(lines: Sequence[Sequence[Segment]], grid: _Grid) -> PageTable | None:
    """The grid with the words in it; ``None`` where a line runs across its frame or its rules."""
    held: dict[tuple[int, int], list[Segment]] = {}
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
            column = bisect_right(grid.xs, one.x + min(NEAR, (one.right - one.x) / 2)) - 1
            held.setdefault((row, column), []).append(one)
    if len(used) < 2 or not held:
        return None
    rows = [_grid_row(held, grid, row) for row in range(len(grid.ys) - 1)]
    rows = [row for row in rows if any(cell.paragraphs for cell in row)]
    rows, starts = _bare_columns_gone(rows, grid.xs)
    return PageTable(rows, used, starts) if _believed(rows) else None


def _inside(one: Segment, grid: _Grid) -> bool:
    middle = one.y + 0.3 * one.size
    return grid.xs[0] - NEAR <= one.x < grid.xs[-1] and grid.ys[-1] < middle < grid.ys[0]


def _crosses(one: Segment, middle: float, grid: _Grid) -> bool:
    """Whether words run over a rule between two columns: nobody can say which they stand in."""
    return any(
        one.x + NEAR < x < one.right - NEAR and _rule_at(grid.down, x, middle) for x in grid.xs
    )


def _grid_row(held: dict[tuple[int, int], list[Segment]], grid: _Grid, row: int) -> list[TableCell]:
    top, bottom = grid.ys[row], grid.ys[row + 1]
    middle = (top + bottom) / 2
    cells: list[TableCell] = []
    column = 0
    last = len(grid.xs) - 1
    while column < last:
        width = 1
        while column + width < last and not _rule_at(grid.down, grid.xs[column + width], middle):
            width += 1
        words = [one for at in range(width) for one in held.get((row, column + at), ())]
        centre = (grid.xs[column] + grid.xs[column + width]) / 2
        above = row > 0 and not _rule_at(grid.across, top, centre)
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


def _rule_at(edges: Sequence[_Edge], place: float, at: float) -> bool:
    """Whether a rule lies at ``place`` and passes ``at``."""
    return any(
        abs(where - place) <= NEAR and low - NEAR <= at <= high + NEAR for where, low, high in edges
    )


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
    if len(rows) < 2 or len(wide) < 2 or len(sizes) < _FILLED * len(cells):
        return False
    return headed(rows[0]) or (max(sizes) <= _LONGEST_CELL and median(sizes) <= _USUAL_CELL)


def headed(row: Sequence[TableCell]) -> bool:
    """Whether the first row of a table is set as the names of its columns: short and strong."""
    filled = [cell for cell in row if cell.paragraphs]
    short = all(sum(map(len, cell.paragraphs)) <= _HEAD for cell in filled)
    return len(filled) > 1 and short and all(cell.strong for cell in filled)
