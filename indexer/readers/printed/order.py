"""The order in which a page is read, where its file draws it in another.

Two repairs by place alone: lines that run across two columns because the file draws them row by
row are parted at the gutter, and a block that stands wholly above others is read before them. What
is drawn in reading order stays as it is drawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.readers.printed.words import BROKEN_WORD, Piece

PIECES_AT_MOST = 600
BLOCKS_AT_MOST = 80
DEEPEST = 4
"""Columns within columns; a page has no more than so many side by side."""
_CUTS = 3
_GUTTER = 0.6
"""The least width of a gutter, in sizes of the face."""
_FLOWING = 0.45
"""The share of lines that go on with the line above in columns of prose."""
_LETTERS = 14
"""The mean length of a column's lines from which they may be prose."""
_ENDED = re.compile(r"[.?!:;][\"'”’)\]]*$")


def ordered(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of one page as they are read; a page of very many is left as it is drawn."""
    if len(pieces) > PIECES_AT_MOST:
        return list(pieces)
    return _by_height(_columns(list(pieces), DEEPEST))


def _columns(pieces: list[Piece], depth: int) -> list[Piece]:
    """Stretches that are drawn across columns, each column whole."""
    if depth == 0 or len(pieces) < _CUTS:
        return pieces
    for gutter, _ in _gutters(pieces).most_common(3):
        for start, stop in _regions(pieces, gutter):
            split = _split(pieces[start:stop], gutter)
            if split is not None:
                made = [one for column in split for one in _columns(column, depth - 1)]
                rest = _columns(pieces[stop:], depth)
                return [*_columns(pieces[:start], depth - 1), *made, *rest]
    return pieces


def _gutters(pieces: Sequence[Piece]) -> Counter[float]:
    """Where the right one of two neighbours begins, and how often."""
    found: Counter[float] = Counter()
    for piece in pieces:
        for left, right in piece.gaps:
            if right - left >= _GUTTER * piece.size:
                found[round(right) - 1.0] += 1
    for piece, after in pairwise(pieces):
        if _beside(piece, after):
            found[round(after.x) - 1.0] += 1
    return Counter({x: count for x, count in found.items() if count >= _CUTS})


def _beside(piece: Piece, after: Piece) -> bool:
    level = abs(piece.y - after.y) < 0.9 * min(piece.size, after.size)
    return level and after.x - piece.right >= _GUTTER * min(piece.size, after.size)


def _regions(pieces: Sequence[Piece], gutter: float) -> Iterator[tuple[int, int]]:
    """Stretches of pieces none of which runs across the gutter."""
    start = 0
    for at in range(len(pieces) + 1):
        if at == len(pieces) or _crosses(pieces[at], gutter):
            if at - start >= _CUTS:
                yield _trimmed(pieces, start, at, gutter)
            start = at + 1


def _crosses(piece: Piece, gutter: float) -> bool:
    if not piece.size or piece.turn:
        return True
    inside = piece.x < gutter - 2 and piece.right > gutter + 2
    return inside and not any(left - 1 <= gutter <= right + 1 for left, right in piece.gaps)


def _trimmed(pieces: Sequence[Piece], start: int, stop: int, gutter: float) -> tuple[int, int]:
    """Without lines at both ends that stand apart from those that show two columns."""
    both = [at for at in range(start, stop) if _in_both(pieces, at, gutter)]
    if not both:
        return start, start
    first, last = both[0], both[-1] + 1
    while first > start and _adjoins(pieces[first - 1], pieces[first]):
        first -= 1
    while last < stop and _adjoins(pieces[last - 1], pieces[last]):
        last += 1
    return first, min(last, stop)


def _in_both(pieces: Sequence[Piece], at: int, gutter: float) -> bool:
    piece = pieces[at]
    if piece.x < gutter < piece.right:
        return True
    after = pieces[at + 1] if at + 1 < len(pieces) else None
    return after is not None and piece.right <= gutter <= after.x and _beside(piece, after)


def _adjoins(above: Piece, below: Piece) -> bool:
    return -0.5 * above.size < above.y - below.y < 1.9 * max(above.size, below.size)


_Band = tuple[list[Piece], list[Piece]]
"""Lines at one height of both columns."""


@dataclass(slots=True)
class _Sides:
    left: list[Piece]
    right: list[Piece]
    rows: int = 0
    across: int = 0
    """How many lines go on from the left side to the right one."""


def _split(pieces: Sequence[Piece], gutter: float) -> list[list[Piece]] | None:
    """The columns in the order in which they are read; ``None`` where rows are read across."""
    sides = _sides(pieces, gutter)
    if sides.rows < _CUTS or not (_is_prose(sides.left) and _is_prose(sides.right)):
        return None
    down = _going_on(sides.left) + _going_on(sides.right)
    lines = len(sides.left) + len(sides.right) - 2
    if down < _FLOWING * lines or down <= 1.5 * sides.across:
        return None
    made: list[list[Piece]] = []
    for left, right in _bands(sides):
        made += [side for side in (left, right) if side]
    return made


def _sides(pieces: Sequence[Piece], gutter: float) -> _Sides:
    sides = _Sides([], [])
    before: Piece | None = None
    for piece in pieces:
        halves = piece.split(gutter) if piece.x < gutter < piece.right else None
        if halves is not None:
            left, right = halves
            sides.left.append(left)
            sides.right.append(right)
        elif piece.x >= gutter - 2:
            sides.right.append(piece)
            left, right = before or piece, piece
        else:
            sides.left.append(piece)
            before = piece
            continue
        before = None
        if left is not right and abs(left.y - right.y) < 0.9 * left.size:
            sides.rows += 1
            sides.across += _goes_on(left, right)
    return sides


def _is_prose(side: Sequence[Piece]) -> bool:
    """Whether a column's lines fill its width and go on with each other, as cells do not."""
    if len(side) < _CUTS or sum(len(piece.text) for piece in side) < _LETTERS * len(side):
        return False
    left, right = min(piece.x for piece in side), max(piece.right for piece in side)
    full = sum(piece.right > left + 0.7 * (right - left) for piece in side)
    return full >= 0.6 * len(side) and _going_on(side) >= 0.3 * (len(side) - 1)


def _going_on(side: Sequence[Piece]) -> int:
    """How many of a column's lines go on with the sentence of the line above."""
    return sum(_goes_on(above, below) for above, below in pairwise(side))


def _goes_on(above: Piece, below: Piece) -> bool:
    if above.text.endswith(BROKEN_WORD):
        return below.text[:1].islower()
    return below.text[:1].islower() and not _ENDED.search(above.text)


def _bands(sides: _Sides) -> list[_Band]:
    """The two sides cut where both leave a gap, as rows of a table do; not within a sentence."""
    heights = sorted({piece.y for piece in (*sides.left, *sides.right)}, reverse=True)
    steps = sorted(above - below for above, below in pairwise(heights) if above - below > 2)
    usual = steps[len(steps) // 2] if steps else 0.0
    edges = [
        (above + below) / 2
        for above, below in pairwise(heights)
        if usual and above - below > 1.3 * usual + 0.5
    ]
    bands: list[_Band] = []
    high = float("inf")
    for low in (*edges, float("-inf")):
        band = (
            [piece for piece in sides.left if low < piece.y <= high],
            [piece for piece in sides.right if low < piece.y <= high],
        )
        whole = bands and any(
            side and other and _goes_on(side[-1], other[0])
            for side, other in zip(bands[-1], band, strict=True)
        )
        if whole:
            bands[-1] = (bands[-1][0] + band[0], bands[-1][1] + band[1])
        else:
            bands.append(band)
        high = low
    if len(bands) == 2 and _is_headed(*bands):
        (left, right), (under_left, under_right) = bands
        return [(left + under_left, right + under_right)]
    return bands


def _is_headed(above: _Band, below: _Band) -> bool:
    """Whether each column has a heading of its own, which is read with it."""
    return all(
        len(side) == 1 and other and (side[0].size > 1.05 * other[0].size or _bolder(side, other))
        for side, other in zip(above, below, strict=True)
    )


def _bolder(side: list[Piece], other: list[Piece]) -> bool:
    return side[0].bold and not any(piece.bold for piece in other)


@dataclass(slots=True)
class _Block:
    pieces: list[Piece]
    left: float
    right: float
    top: float
    bottom: float

    def above(self, other: _Block) -> bool:
        """Whether it stands wholly above the other, and over some of it."""
        if self.pieces[0].turn != other.pieces[0].turn:
            return False
        shared = min(self.right, other.right) - max(self.left, other.left)
        narrow = min(self.right - self.left, other.right - other.left)
        return self.bottom > other.top and shared > 0.1 * narrow


def _by_height(pieces: list[Piece]) -> list[Piece]:
    """The pieces in blocks of descending lines, the upper before the lower."""
    up = any(
        below.y > above.y + 0.5 * below.size and below.turn == above.turn
        for above, below in pairwise(pieces)
    )
    if not up or any(not piece.size for piece in pieces):
        return pieces
    waiting = _blocks(pieces)
    if len(waiting) > BLOCKS_AT_MOST:
        return pieces
    made: list[Piece] = []
    while waiting:
        first = next(
            (one for one in waiting if not any(o is not one and o.above(one) for o in waiting)),
            waiting[0],
        )
        waiting.remove(first)
        made += first.pieces
    return made


def _blocks(pieces: Sequence[Piece]) -> list[_Block]:
    blocks: list[_Block] = []
    for piece in pieces:
        box = piece.x, piece.right, piece.y + 0.6 * piece.size, piece.y
        last = blocks[-1] if blocks else None
        step = last.pieces[-1].y - piece.y if last else 0.0
        same = last is not None and last.pieces[-1].turn == piece.turn
        if last is not None and same and -0.5 * piece.size <= step < 4 * piece.size:
            last.pieces.append(piece)
            last.left, last.right = min(last.left, box[0]), max(last.right, box[1])
            last.top, last.bottom = max(last.top, box[2]), min(last.bottom, box[3])
        else:
            blocks.append(_Block([piece], *box))
    return blocks
