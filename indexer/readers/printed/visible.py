"""Which runs of a page a reader sees: not what is hidden, white, struck out or drawn twice.

Pure: the runs and what is painted beside them come from a PDF engine, which is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.model import Box
from indexer.readers.printed.runs import Run

PICTURE = 0.5
"""The share of a page that a picture covers where text without ink is what OCR read on it."""
_SAME = 0.5
"""The share of the narrower of two runs that lies under the other where they are one place."""


@dataclass(frozen=True, slots=True)
class Painted:
    """What a page paints beside text: grounds by the engine's handle, thin horizontal strokes, and
    the share of the page that its largest picture covers. ``is_dark`` tells for a handle whether
    white letters could be read on it."""

    grounds: Sequence[tuple[int, Box]] = ()
    is_dark: Callable[[int], bool] = bool
    strokes: Sequence[Box] = ()
    picture: float = 0.0


class _Measures(Protocol):
    def __call__(self, run: Run) -> Sequence[tuple[float, float]]: ...


def seen(
    lines: Sequence[list[Run]], painted: Callable[[], Painted], measured: _Measures
) -> list[list[Run]]:
    """The lines with what a reader sees of them; lines that show nothing go.

    ``painted`` is asked only where it matters; ``measured`` gives left and right of each character.
    """
    runs = [run for line in lines for run in line]
    gone = _hidden(runs, painted)
    gone |= _twice([run for run in runs if id(run) not in gone])
    kept = [[run for run in line if id(run) not in gone] for line in lines]
    return [line for line in _unstruck(kept, painted, measured) if line]


def _hidden(runs: Sequence[Run], painted: Callable[[], Painted]) -> set[int]:
    gone = {id(run) for run in runs if run.shown == "no"}
    if any(run.shown == "white" for run in runs):
        dark = [box for handle, box in painted().grounds if painted().is_dark(handle)]
        gone |= {
            id(run) for run in runs if run.shown == "white" and not _on(dark, run) and run.size
        }
    clear = {id(run) for run in runs if run.shown == "clear"}
    if not clear:
        return gone
    covered = _covered([run for run in runs if id(run) not in gone])
    if len(clear) == len(runs) or painted().picture >= PICTURE:
        return gone | set(covered)
    # A writer that draws inkless words in the place of inkless words has forgotten to switch ink
    # on: its words from there on are meant. Otherwise nobody sees what has no ink.
    since = next((at for at, run in enumerate(runs) if covered.get(id(run)) == "clear"), len(runs))
    return gone | set(covered) | {id(run) for run in runs[:since] if id(run) in clear}


def _covered(runs: Sequence[Run]) -> dict[int, str]:
    """The inkless runs in whose place another stands, and how that one is shown: one with ink
    stands before one without, of two without ink the later."""
    found: dict[int, str] = {}
    for run, later in _pairs(runs):
        if min(len(run.text.strip()), len(later.text.strip())) < 2 or not _one_place(run, later):
            continue
        loser, other = (later, run) if run.shown != "clear" else (run, later)
        if loser.shown == "clear":
            found[id(loser)] = other.shown
    return found


def _twice(runs: Sequence[Run]) -> set[int]:
    """The runs that print the words of another again, hardly beside it: bold by hand, shadows."""
    gone: set[int] = set()
    for run, later in _pairs(runs):
        words = run.text.strip()
        if words != later.text.strip() or not run.size or id(run) in gone:
            continue
        aside = abs(run.x - later.x) + abs(run.y - later.y)
        if aside <= (0.3 if len(words) > 2 else 0.1) * run.size:
            gone.add(id(later))
    return gone


def _pairs(runs: Sequence[Run]) -> Iterable[tuple[Run, Run]]:
    """Runs near one height, each pair once, the one drawn first in front."""
    heights: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        if not run.size or not run.text.strip():
            continue
        row = round(run.y / 4)
        for near in (row - 1, row, row + 1):
            for other in heights[near]:
                if other.x < run.right and run.x < other.right:
                    yield other, run
        heights[row].append(run)


def _one_place(run: Run, other: Run) -> bool:
    if abs(run.y - other.y) > 0.4 * min(run.size, other.size) or run.turn != other.turn:
        return False
    if max(run.size, other.size) > 1.6 * min(run.size, other.size):
        return False
    shared = min(run.right, other.right) - max(run.x, other.x)
    return shared > _SAME * min(run.right - run.x, other.right - other.x)


def _on(boxes: Sequence[Box], run: Run) -> bool:
    middle, height = (run.x + run.right) / 2, run.y + 0.3 * run.size
    return any(
        left <= middle <= right and low <= height <= high for left, low, right, high in boxes
    )


def _unstruck(
    lines: Sequence[list[Run]], painted: Callable[[], Painted], measured: _Measures
) -> list[list[Run]]:
    """The lines without the words through whose middle a stroke goes."""
    strokes = painted().strokes
    if not strokes:
        return list(lines)
    heights: dict[int, list[Box]] = defaultdict(list)
    for stroke in strokes:
        for row in range(round(stroke[1] / 8) - 1, round(stroke[3] / 8) + 2):
            heights[row].append(stroke)
    return [[left for run in line for left in _left_of(run, heights, measured)] for line in lines]


def _left_of(run: Run, heights: dict[int, list[Box]], measured: _Measures) -> list[Run]:
    """A run without its struck characters, in as many runs as are left of it."""
    if not run.size or run.turn or not run.text.strip():
        return [run]
    middle = run.y + 0.28 * run.size
    through = [
        box
        for box in heights.get(round(middle / 8), ())
        if box[0] < run.right - 1
        and run.x + 1 < box[2]
        and abs((box[1] + box[3]) / 2 - middle) < 0.13 * run.size
        and box[3] - box[1] < 0.2 * run.size
    ]
    if not through:
        return [run]
    edges = measured(run)
    struck = [
        any(box[0] - 1 <= (left + right) / 2 <= box[2] + 1 for box in through)
        for left, right in edges
    ]
    pieces: list[Run] = []
    at = 0
    while at < len(struck):
        stop = at
        while stop < len(struck) and struck[stop] == struck[at]:
            stop += 1
        if not struck[at] and run.text[at:stop].strip():
            pieces.append(run.part(at, stop, edges[at][0], edges[stop - 1][1]))
        at = stop
    return pieces
