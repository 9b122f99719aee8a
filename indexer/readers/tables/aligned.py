"""Tables that nothing rules: figures that stand in columns, and lists under names set strong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from indexer.language import lexicon, patterns
from indexer.readers.tables.segments import (
    COLUMNS_AT_MOST,
    FIGURE,
    NEAR,
    PageTable,
    Segment,
    TableCell,
)

_FIGURES = 0.6
_ROWS = 3
"""Lines with figures in columns from which they are a table."""
_HEAD_LINES = 3
_NAMED = 2
"""Lines of two columns or more from which names set strong over them are the heads of a list."""
_NAME = re.compile(r"[^\W\d_]{2}")
_SHORT = 50
_WORD_GAP = re.compile(r" (?=[A-Z])")
_OFF = 4
"""Letters by which a place may be missed when it is reckoned from the length of the line."""
_SMALL = 0.25


def aligned(lines: Sequence[Sequence[Segment]]) -> Iterator[PageTable]:
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and _figures_in(lines[stop]) and _follows(lines, at, stop):
            stop += 1
        if stop - at < _ROWS:
            at = max(stop, at + 1)
            continue
        table = _columned(lines, at, stop)
        if table is not None:
            yield table
        at = stop


def named(lines: Sequence[Sequence[Segment]]) -> Iterator[PageTable]:
    """Lists in columns under names set strong: each line below begins where the names begin."""
    at = 0
    while at < len(lines) - _NAMED:
        head = lines[at]
        stop = at + 1
        if _is_head(head):
            while stop < len(lines) and _under(head, lines[stop]) and _follows(lines, at, stop):
                stop += 1
            while stop > at + 1 and len(lines[stop - 1]) < 2:
                stop -= 1
        apart = any(len(line) > 1 for line in lines[at + 1 : stop])
        body = [_parted(head, line) if apart else line for line in lines[at + 1 : stop]]
        if sum(len(line) > 1 for line in body) >= _NAMED and not _prose(body):
            rows = [_placed(head, line) for line in (head, *body)]
            yield PageTable(rows, list(range(at, stop)), tuple(one.x for one in head))
        at = stop


def _is_head(line: Sequence[Segment]) -> bool:
    if len(line) < 2 or not all(one.bold for one in line):
        return False
    if any(len(one.text) > 60 or _ends(one.text) for one in line):
        return False
    return all(_NAME.search(one.text) for one in line)  # '5    Finance' is an item


def _ends(words: str) -> bool:
    """Whether words end a sentence or lead in, and are no short name of a column: 'Ref. no.'"""
    return words.endswith((".", ":")) and not lexicon.COLUMN.fullmatch(words)


def _under(head: Sequence[Segment], line: Sequence[Segment]) -> bool:
    """Whether each segment of a line begins where one of the names above begins."""
    places = [_column(head, one) for one in line]
    return (
        None not in places and len(set(places)) == len(places) and not all(one.bold for one in line)
    )


def _parted(head: Sequence[Segment], line: Sequence[Segment]) -> Sequence[Segment]:
    """A line whose first cell reaches to its second, with no gap between, cut where that begins:
    at the space nearest to the place of the name above, before a capital."""
    one = line[0]
    place = head[1].x
    if len(line) > 1 or abs(one.x - head[0].x) > NEAR or not one.x < place < one.right - one.size:
        return line
    wanted = (place - one.x) / (one.right - one.x) * len(one.text)
    spaces = [match.start() for match in _WORD_GAP.finditer(one.text)]
    cut = min(spaces, key=lambda at: abs(at + 1 - wanted), default=None)
    if cut is None or abs(cut + 1 - wanted) > _OFF:
        return line
    left, right = one.text[:cut], one.text[cut + 1 :]
    return [replace(one, text=left, right=place), replace(one, text=right, x=place)]


def _column(head: Sequence[Segment], one: Segment) -> int | None:
    near = (at for at, name in enumerate(head) if abs(name.x - one.x) <= NEAR)
    return next(near, None)


def _placed(head: Sequence[Segment], line: Sequence[Segment]) -> list[TableCell]:
    return [TableCell(_column(head, one) or 0, 1, False, one.bold, (one.text,)) for one in line]


def _prose(body: Sequence[Sequence[Segment]]) -> bool:
    """Whether columns hold running text: long lines, many of them in the midst of a sentence."""
    texts = [one.text for line in body for one in line]
    small = sum(text[:1].islower() for text in texts)
    return median(map(len, texts)) > _SHORT or small > _SMALL * len(texts)


def _figures_in(line: Sequence[Segment]) -> bool:
    """Whether a line is a name and figures beside it."""
    figures = sum(bool(FIGURE.fullmatch(one.text.strip())) for one in line)
    return len(line) > 1 and figures >= 1 and figures >= len(line) - 2


def _follows(lines: Sequence[Sequence[Segment]], at: int, stop: int) -> bool:
    """Whether a line stands close below the one before it in a row of lines."""
    if stop == at:
        return True
    above, below = lines[stop - 1][0], lines[stop][0]
    return 0 < above.y - below.y < 4 * max(above.size, below.size)


def _columned(lines: Sequence[Sequence[Segment]], at: int, stop: int) -> PageTable | None:
    bands = _bands([one for line in lines[at:stop] for one in line])
    if not 2 <= len(bands) <= COLUMNS_AT_MOST:
        return None
    begin = at
    while begin > 0 and at - begin < _HEAD_LINES and _heads(lines, begin - 1, bands):
        begin -= 1
    rows: list[list[TableCell]] = []
    for number in range(begin, stop):
        row = _band_row(lines[number], bands)
        if row is None:
            return None
        for cell in row:
            # What stands over the figures names them, however it is set.
            cell.strong = cell.strong or number < at
        rows.append(row)
    figures = [
        [cell.paragraphs[0] for row in rows[at - begin :] for cell in row if cell.column == column]
        for column in range(1, len(bands))
    ]
    if not any(_mostly_figures(column, stop - at) for column in figures):
        return None
    return PageTable(rows, list(range(begin, stop)), tuple(left for left, _ in bands))


def _bands(segments: Sequence[Segment]) -> list[tuple[float, float]]:
    """The stretches from left to right that words cover, parted where no line has any."""
    bands: list[tuple[float, float]] = []
    for left, right in sorted((one.x, one.right) for one in segments):
        if bands and left <= bands[-1][1] + 1.0:
            bands[-1] = (bands[-1][0], max(bands[-1][1], right))
        else:
            bands.append((left, right))
    return bands


def _heads(
    lines: Sequence[Sequence[Segment]], number: int, bands: Sequence[tuple[float, float]]
) -> bool:
    """Whether a line above the figures names their columns: short words, each over some column."""
    line, below = lines[number], lines[number + 1][0]
    if len(line) < 2 or line[0].y - below.y > 3 * max(below.size, line[0].size):
        return False
    if line[0].y <= below.y or any(len(one.text) > 60 or one.text.endswith(".") for one in line):
        return False
    if any(FIGURE.fullmatch(one.text) and not patterns.YEARS.fullmatch(one.text) for one in line):
        return False
    return _band_row(line, bands) is not None


def _band_row(
    line: Sequence[Segment], bands: Sequence[tuple[float, float]]
) -> list[TableCell] | None:
    """A line's segments in their columns; one over several columns covers them."""
    cells: list[TableCell] = []
    for number, one in enumerate(line):
        over = [
            column
            for column, (left, right) in enumerate(bands)
            if one.x < right + NEAR and one.right > left - NEAR
        ]
        if not over and len(line) == len(bands):
            over = [number]
        elif not over and len(line) == len(bands) - 1 and line[0].x > bands[0][1]:
            over = [number + 1]
        if not over:
            return None
        if cells and over[0] < cells[-1].column + cells[-1].width:
            return None
        cells.append(TableCell(over[0], len(over), False, one.bold, (one.text,)))
    return cells


def _mostly_figures(words: Sequence[str], rows: int) -> bool:
    figures = sum(bool(FIGURE.fullmatch(one.strip())) for one in words)
    return figures >= _FIGURES * max(1, len(words)) and figures * 2 >= rows
