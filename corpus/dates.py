"""Months, and dates as people write them, to ISO at the precision given; day first, and strictly.

A string that could be two dates, or that no calendar holds, is no date. ``find`` gives every date
in a text (which of them dates a document is a question of place, and answered in the indexer),
``read`` the one that a person typed, ``stamped`` the one that a machine wrote. The names of months
stand here and nowhere else; what an ISO date may mean is told by ``corpus.periods``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import Span

_SPELT = (
    "January Jan,February Feb,March Mar,April Apr,May,June Jun,July Jul,August Aug,"
    "September Sept Sep,October Oct,November Nov,December Dec"
)
_NAMES = tuple(tuple(names.split()) for names in _SPELT.split(","))
MONTH_NAMES = tuple(names[0] for names in _NAMES)
"""The twelve in full, January at 0."""

MONTH_ABBREVIATIONS = tuple(short for names in _NAMES for short in names[1:])
"""``Jan``, ``Sept``, ``Sep``, …; a month that has none is not among them."""

MONTHS = {name.lower(): number for number, names in enumerate(_NAMES, start=1) for name in names}
"""Every spelling in small letters → 1 to 12."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
"""Alternatives of a pattern that ignores case: every spelling, the longest first."""

MONTH_IN_FULL = "|".join(MONTH_NAMES)
"""Alternatives of a pattern: the full names, with their capital."""

TYPED = (
    rf"(?:(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})\.?,?\s+)?(?:19|20)\d\d(?![\d/–-])"
    r"|(?:19|20)\d\d-(?:0\d|1[0-2])(?:-[0-3]\d)?(?![\d/–-]))"
)
"""A date within a query, of any precision, without groups and for a pattern that ignores case:
what ``read`` reads, and no part of "2017/18" or "2018-19"."""

_MONTH = rf"(?P<month>{MONTH})\b\.?"
_WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+(?:the\s+)?)?"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|[/.-]\d)"

_WRITTEN = re.compile(
    rf"(?<![\w/.]){_WEEKDAY}{_DAY},?\s+(?:of\s+|day\s+of\s+)?{_MONTH}(?:,?\s+{_YEAR})?(?!\w)",
    re.IGNORECASE,
)
_AMERICAN = re.compile(rf"(?<![\w/.]){_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\w)", re.IGNORECASE)
_ISO = re.compile(r"(?<![\w/.-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?P=sep)(?P<year>(?:19|20)\d\d)"
    r"(?![\w/-]|\.\d)"
)
_MONTHLY = re.compile(rf"(?<![\w/.]){_MONTH},?\s+{_YEAR}(?!\w)", re.IGNORECASE)

_TYPED_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_TYPED_SLASHED = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})")
_TYPED_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Z]{3,9})\.?,?\s+(?P<year>\d{4})",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?!\d)")

# What a pattern that ignores case takes for an s or an i, and ``lower`` does not.
_LETTERS = str.maketrans("ſıİ", "sii")


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


def month_number(name: str) -> int:
    """1 to 12 for what ``MONTH`` or ``MONTH_IN_FULL`` matched; raises KeyError for other words."""
    return MONTHS[_small(name)]


def find(text: str, start: int = 0, end: int | None = None) -> list[Found]:
    """Every date in ``text[start:end]``, in order, none inside another."""
    end = len(text) if end is None else end
    found: list[Found] = []
    for one in sorted(_all(text, start, end), key=lambda one: (one.span.start, -one.span.end)):
        if not found or one.span.start >= found[-1].span.end:
            found.append(one)
    return found


def read(typed: str) -> str | None:
    """The ISO date of a day, month or year that is all of ``typed``, as precise as written.

    ``2018``, ``2018-5``, ``29th May, 2018``, ``Sept. 2018``, ``3/4/2018`` (day first); the head of
    a month's name will do where no other month begins so. ``None`` for any other words and for a
    day that no calendar holds.
    """
    for pattern in (_TYPED_ISO, _TYPED_SLASHED, _TYPED_WORDS):
        if match := pattern.fullmatch(typed.strip()):
            got = match.groupdict()
            break
    else:
        return None
    year, day = int(got["year"]), int(got["day"]) if got["day"] else None
    month = _month_typed(got["month"]) if got["month"] else None
    if exact(year, 1 if month is None else month, 1 if day is None else day) is None:
        return None
    return "-".join([f"{year:04d}", *(f"{n:02d}" for n in (month, day) if n is not None)])


def stamped(text: str) -> str | None:
    """The ISO day at the head of a time stamp (``2018-05-29T10:30:00Z``), ``None`` for none."""
    match = _STAMP.match(text)
    return exact(int(match[1]), int(match[2]), int(match[3])) if match else None


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


def _all(text: str, start: int, end: int) -> Iterator[Found]:
    for pattern in (_WRITTEN, _AMERICAN, _ISO, _NUMERIC, _MONTHLY):
        for match in pattern.finditer(text, start, end):
            one = _found(match)
            if one is not None:
                yield one


def _found(match: re.Match[str]) -> Found | None:
    got = match.groupdict()
    month = int(got["month"]) if got["month"].isdigit() else month_number(got["month"])
    span = Span(match.start(), match.end())
    year = int(got["year"]) if got.get("year") else None
    if not got.get("day"):
        return Found(span, f"{year:04d}-{month:02d}", month)
    day = int(got["day"])
    named = got.get("weekday")
    weekday = next(
        (at for at, name in enumerate(WEEKDAYS) if named and name.startswith(_small(named))), None
    )
    if year is None:
        return Found(span, None, month, day, weekday) if 1 <= day <= 31 else None
    # A day that no calendar holds still takes its place: its month and year date nothing alone.
    return Found(span, exact(year, month, day, weekday), month, day, weekday, year)


def _month_typed(word: str) -> int:
    """The month of a number or of the head of one name; 0, which no calendar holds, for others."""
    if word.isdigit():
        return int(word)
    named = [n for n, name in enumerate(MONTH_NAMES, 1) if name.lower().startswith(_small(word))]
    return named[0] if len(named) == 1 else 0


def _small(word: str) -> str:
    return word.translate(_LETTERS).lower()
