"""Discussions by period and body, with what is held, as numbers and as the shapes of a picture.

The picture itself is drawn by a template; this says where each bar stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from api.views import wording
from api.views.coverage import Holdings
from corpus.periods import first_month, month_of, months_between, months_later, year_of

Unit = Literal["month", "quarter", "year"]
_STEP = {"month": 1, "quarter": 3, "year": 12}
_MOST_MONTHS = 30
_MOST_QUARTERS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """One period of one body. ``held`` tells "not discussed" from "nothing held"."""

    start: str
    end: str
    label: str
    count: int
    held: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One body's periods, in order; ``spelt`` are the ways its papers write the name."""

    body: str
    cells: tuple[Cell, ...]
    spelt: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Timeline:
    """``undated`` counts what has no date, ``coarse`` what is dated to a longer period; ``silent``
    are bodies without a lane, each with how many of its papers are held: without them "not held"
    would look like nobody's silence."""

    unit: Unit
    lanes: tuple[Lane, ...]
    tallest: int
    undated: int
    coarse: int
    silent: tuple[tuple[str, int], ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The periods, as the first lane has them."""
        return self.lanes[0].cells if self.lanes else ()


def build(said: Counter[tuple[str, str | None]], holdings: Holdings, unit: str = "") -> Timeline:
    """Put counts of passages by body and date into periods.

    The axis runs over all that is held, so that silence before and after is seen too. Without a
    ``unit`` the finest that still reads is taken. A date too coarse for the unit is not spread
    over it: it is counted in ``coarse``.
    """
    dates = [day for _, day in said if day]
    months = sorted(holdings.months() | {first_month(day) for day in dates})
    undated = sum(count for (_, day), count in said.items() if not day)
    if not months:
        return Timeline("year", (), 0, undated, 0)
    chosen = _unit(unit, months_between(months[0], months[-1]) + 1)
    starts = _starts(months[0], months[-1], chosen)
    counts: Counter[tuple[str, str]] = Counter()
    spelt: Counter[str] = Counter()
    coarse = 0
    for (body, day), count in said.items():
        if not day:
            continue
        spelt[body] += count
        if month_of(day) is None and chosen != "year":
            coarse += count
        else:
            counts[body.casefold(), _start(day, chosen)] += count
    lanes = tuple(
        Lane(
            max(ways, key=lambda way: (spelt[way], way)),
            tuple(_cells(ways, starts, chosen, counts, holdings)),
            ways,
        )
        for ways in _ways(spelt)
    )
    tallest = max((cell.count for lane in lanes for cell in lane.cells), default=0)
    return Timeline(chosen, lanes, tallest, undated, coarse, _silent(said, holdings))


def _silent(said: Counter[tuple[str, str | None]], held: Holdings) -> tuple[tuple[str, int], ...]:
    """The bodies that hold papers and say nothing dated of it, those with most papers first."""
    speaking = {body.casefold() for body, day in said if day}
    papers: Counter[str] = Counter()
    for document in held.documents:
        papers.update({part.body or document.body for part in document.parts})
    rest = [(body, number) for body, number in papers.items() if body.casefold() not in speaking]
    return tuple(sorted(rest, key=lambda one: (-one[1], one[0])))


def _ways(spelt: Iterable[str]) -> list[tuple[str, ...]]:
    """The bodies, each with all the ways it is written but for capitals."""
    found: dict[str, list[str]] = {}
    for way in sorted(spelt):
        found.setdefault(way.casefold(), []).append(way)
    return [tuple(ways) for ways in found.values()] or [("",)]


def _cells(
    ways: tuple[str, ...],
    starts: Sequence[str],
    unit: Unit,
    counts: Counter[tuple[str, str]],
    held: Holdings,
) -> Iterable[Cell]:
    months = {_start(month, unit) for way in ways for month in held.months(way or None)}
    for start in starts:
        count = counts[ways[0].casefold(), start]
        yield Cell(
            start, _end(start, unit), label(start, unit), count, bool(count) or start in months
        )


def _unit(asked: str, months: int) -> Unit:
    if asked in ("month", "quarter", "year"):
        return asked  # type: ignore[return-value]
    if months <= _MOST_MONTHS:
        return "month"
    return "quarter" if months <= 3 * _MOST_QUARTERS else "year"


def _start(said: str, unit: Unit) -> str:
    """The first month of the period that holds a date (a year alone is its January)."""
    year, month = first_month(said).split("-")
    step = _STEP[unit]
    return f"{year}-{(int(month) - 1) // step * step + 1:02d}"


def _starts(first: str, last: str, unit: Unit) -> list[str]:
    start, found = _start(first, unit), []
    while months_between(start, last) >= 0:
        found.append(start)
        start = months_later(start, _STEP[unit])
    return found


def _end(start: str, unit: Unit) -> str:
    return months_later(start, _STEP[unit] - 1)


def label(start: str, unit: Unit) -> str:
    """``May 2018``, ``April to June 2018`` or ``2018``."""
    if unit == "year":
        return year_of(start)
    if unit == "month":
        return wording.date(start)
    first, last = wording.date(start).split()[0], wording.date(_end(start, unit))
    return f"{first} to {last}"


@dataclass(frozen=True, slots=True)
class Bar:
    """A cell as a shape; all numbers are in the picture's own units."""

    x: float
    y: float
    width: float
    height: float
    cell: Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A lane as a shape: its name stands at ``top``, its bars on ``base``."""

    body: str
    spelt: tuple[str, ...]
    top: float
    base: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """``years`` are the places on the axis where a year begins."""

    width: float
    height: float
    rows: tuple[Row, ...]
    years: tuple[tuple[float, str], ...]


def draw(timeline: Timeline, least_width: float = 720.0) -> Picture:
    """Bars as high as their counts, every lane to one scale; many lanes are lower ones."""
    lane_height = 88.0 if len(timeline.lanes) <= 2 else 68.0
    cells = timeline.cells
    step = max(18.0, least_width / max(1, len(cells)))
    room = lane_height - 46.0
    rows = []
    for number, lane in enumerate(timeline.lanes):
        top = number * lane_height
        base = top + lane_height - 8.0
        bars = []
        for place, cell in enumerate(lane.cells):
            height = room * cell.count / timeline.tallest if timeline.tallest else 0.0
            if cell.count:
                height = max(height, 5.0)
            x = round(place * step + 1.5, 2)
            bars.append(
                Bar(x, round(base - height, 2), round(step - 3.0, 2), round(height, 2), cell)
            )
        rows.append(Row(lane.body, lane.spelt, top + 14.0, base, tuple(bars)))
    years = []
    for place, cell in enumerate(cells):
        year = year_of(cell.start)
        if place == 0 or year != year_of(cells[place - 1].start):
            years.append((round(place * step + 1.5, 2), year))
    # Two year labels closer than their own width would overprint.
    shown: list[tuple[float, str]] = []
    for x, year in years:
        if not shown or x - shown[-1][0] >= 36.0:
            shown.append((x, year))
    height = len(rows) * lane_height + 26.0
    return Picture(round(step * len(cells), 2), height, tuple(rows), tuple(shown))
