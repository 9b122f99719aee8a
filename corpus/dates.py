"""Dates as people write them, to ISO, at the precision given; day first, and strictly.

A string that could be two dates, or that no calendar holds, is no date. ``find`` gives every date
in a text; which of them dates a document is a question of place, and answered in ``parts``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Span

_NAMES = (
    "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,"
    "september sept sep,october oct,november nov,december dec"
)
MONTHS = {
    name: number
    for number, names in enumerate(_NAMES.split(","), start=1)
    for name in names.split()
}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = "(?P<{0}>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+(?:the\s+)?)?"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?!\d|[/.-]\d)"

_WRITTEN = re.compile(
    rf"(?<![\w/.]){_WEEKDAY}{_DAY},?\s+(?:of\s+|day\s+of\s+)?{_MONTH.format('month')}"
    rf"(?:,?\s+{_YEAR.format('year')})?(?!\w)",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"(?<![\w/.]){_WEEKDAY}{_MONTH.format('month')}\s+{_DAY},?\s+{_YEAR.format('year')}(?!\w)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)"
    r"(?![\w/-]|\.\d)"
)
_MONTHLY = re.compile(
    rf"(?<![\w/.]){_MONTH.format('month')},?\s+{_YEAR.format('year')}(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A date read at ``span``. ``iso`` is as precise as the words; without a year it is ``None``.

    ``month``, ``day``, ``weekday`` (0 is Monday) and ``year`` are what the words give, else
    ``None``; with a ``year`` and no ``iso`` no calendar holds the day.
    """

    span: Span
    iso: str | None
    month: int
    day: int | None = None
    weekday: int | None = None
    year: int | None = None


def find(text: str, start: int = 0, end: int | None = None) -> list[Found]:
    """Every date in ``text[start:end]``, in order, none inside another."""
    end = len(text) if end is None else end
    found: list[Found] = []
    for one in sorted(_all(text, start, end), key=lambda one: (one.span.start, -one.span.end)):
        if not found or one.span.start >= found[-1].span.end:
            found.append(one)
    return found


def _all(text: str, start: int, end: int) -> Iterator[Found]:
    for pattern in (_WRITTEN, _AMERICAN, _ISO, _NUMERIC, _MONTHLY):
        for match in pattern.finditer(text, start, end):
            one = _read(match)
            if one is not None:
                yield one


def _read(match: re.Match[str]) -> Found | None:
    got = match.groupdict()
    month = int(got["month"]) if got["month"].isdigit() else MONTHS[got["month"].lower()]
    span = Span(match.start(), match.end())
    year = int(got["year"]) if got.get("year") else None
    if not got.get("day"):
        return Found(span, f"{year:04d}-{month:02d}", month)
    day = int(got["day"])
    named = got.get("weekday")
    weekday = next(
        (at for at, name in enumerate(WEEKDAYS) if named and name.startswith(named.lower())), None
    )
    if year is None:
        return Found(span, None, month, day, weekday) if 1 <= day <= 31 else None
    # A day that no calendar holds still takes its place: its month and year date nothing alone.
    return Found(span, exact(year, month, day, weekday), month, day, weekday, year)


def exact(year: int, month: int, day: int, weekday: int | None = None) -> str | None:
    """The ISO day, or ``None`` when no calendar holds it. A weekday that disagrees voids it."""
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    if weekday is not None and date.weekday() != weekday:
        return None
    return date.isoformat()


def with_year(one: Found, year: int) -> str | None:
    """A day that lacks its year, in ``year``: only when its weekday is given and agrees."""
    if one.year is not None or one.day is None or one.weekday is None:
        return None
    return exact(year, one.month, one.day, one.weekday)


def told(iso: str) -> str:
    """An ISO date as people write it, at its own precision: '6 February 2018', 'March 2018'."""
    names = [name.split()[0].title() for name in _NAMES.split(",")]
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    month = f"{names[parts[1] - 1]} {parts[0]}"
    return f"{parts[2]} {month}" if len(parts) == 3 else month
