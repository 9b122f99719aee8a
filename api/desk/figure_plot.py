"""A series as a picture: points by the end of their period, joined where periods are as long.

Years, quarters and months of one measure are three lines and not one: a quarter beside a year is
no rise. Numbers are in the picture's own units.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.periods import days
from search.figures.series import Point, Series

WIDTH, HEIGHT = 460.0, 230.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 58.0, 14.0, 14.0, 28.0
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A point as a shape; ``place`` is its place among the points of its series, from 0."""

    x: float
    y: float
    place: int
    point: Point
    shape: str


@dataclass(frozen=True, slots=True)
class Plot:
    """``lines`` are paths of an SVG; ``levels`` are places and words of the value axis, ``years``
    those of the time axis."""

    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    levels: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    width: float = WIDTH
    height: float = HEIGHT


def draw(one: Series) -> Plot | None:
    """The picture of a series; ``None`` where fewer than two of its points have a period."""
    dated = [(n, p, held) for n, p in enumerate(one.points) if (held := days(p.period)) is not None]
    if len({held for _, _, held in dated}) < 2:
        return None
    first = min(held[1] for *_, held in dated).toordinal()
    last = max(held[1] for *_, held in dated).toordinal()
    scale = _scale([point.value for _, point, _ in dated])
    low, high = scale[0], scale[-1]

    def x(day: int) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (day - first) / max(1, last - first), 1)

    def y(value: float) -> float:
        share = (value - low) / (high - low)
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share, 1)

    marks = tuple(
        Mark(x(held[1].toordinal()), y(point.value), n, point, _shape(held))
        for n, point, held in dated
    )
    return Plot(
        marks=marks,
        lines=tuple(_lines(marks)),
        levels=tuple((y(level), _told(level, scale, one.unit)) for level in scale),
        years=tuple(_years(first, last, x)),
    )


def _shape(held: tuple[datetime.date, datetime.date]) -> str:
    """A shape by the length of a period."""
    length = (held[1] - held[0]).days
    return "year" if length > 200 else "quarter" if length > 45 else "month"


def _lines(marks: Sequence[Mark]) -> list[str]:
    """One path for the points of each length of period that were measured and stand."""
    found = []
    for shape in ("year", "quarter", "month"):
        kept = [
            m for m in marks if m.shape == shape and not m.point.role and not m.point.corrected_by
        ]
        kept = sorted({m.x: m for m in kept}.values(), key=lambda m: m.x)
        if len(kept) > 1:
            found.append("M" + " L".join(f"{m.x} {m.y}" for m in kept))
    return found


def _scale(values: Sequence[float]) -> list[float]:
    """Round levels that hold all values, two at least."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    step = 10 ** math.floor(math.log10(span / _TICKS))
    step *= next(f for f in (1, 2, 5, 10) if span / (step * f) <= _TICKS)
    first = math.floor(low / step)
    last = max(math.ceil(high / step), first + 1)
    return [round(n * step, 9) for n in range(first, last + 1)]


def _told(level: float, scale: Sequence[float], unit: str) -> str:
    step = scale[1] - scale[0]
    places = max(0, -math.floor(math.log10(step) + 1e-9))
    for size, sign in ((1e9, "bn"), (1e6, "m"), (1e4, "k")):
        if unit == "GBP" and max(abs(scale[0]), abs(scale[-1])) >= size:
            size = 1e3 if sign == "k" else size
            return f"£{level / size:g}{sign}"
    words = f"{level:,.{places}f}"
    return f"£{words}" if unit == "GBP" else f"{words}%" if unit == "%" else words


def _years(first: int, last: int, x):  # type: ignore[no-untyped-def]
    """Where years begin; those too near to one another are left out."""
    shown = -math.inf
    start = datetime.date.fromordinal(first).year
    for year in range(start, datetime.date.fromordinal(last).year + 1):
        place = x(max(first, datetime.date(year, 1, 1).toordinal()))
        if place - shown >= 40 and place <= WIDTH - 30:
            shown = place
            yield place, str(year)
