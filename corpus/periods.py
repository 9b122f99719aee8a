"""ISO dates as precise as their source (``2018-05-29``, ``2018-05``, ``2018``): which days each may
mean, how two of them compare, what stands beside them, and how a person writes them.

A stretch of days is an interval of two of them, ``2018-06-12/2018-06-13``. Scripts are given the
year, month or day that holds all of it (``holding``) and its first and last day beside that.

Every date that Minuted keeps is one of these or ``None``; written words become one in
``corpus.dates``.
"""

from __future__ import annotations

import calendar
import datetime
import re
from itertools import takewhile

from corpus.dates import MONTH_NAMES

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_ONE_DAY = datetime.timedelta(days=1)


def days(iso: str | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that a date may mean; ``None`` for what is no date."""
    first, _, last = (iso or "").partition("/")
    began = _days(first)
    ended = _days(last) if last else began
    if began is None or ended is None or ended[1] < began[0]:
        return None
    return began[0], ended[1]


def _days(iso: str) -> tuple[datetime.date, datetime.date] | None:
    match = _ISO.fullmatch(iso)
    if not match:
        return None
    year, month, day = (int(group) if group else None for group in match.groups())
    assert year is not None  # the pattern gives it always
    try:
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return first, first
    end = 12 if month is None else month
    return first, datetime.date(year, end, calendar.monthrange(year, end)[1])


def is_stretch(iso: str | None) -> bool:
    """Whether a date is an interval."""
    return "/" in (iso or "")


def holding(iso: str | None) -> str | None:
    """The day, month or year that holds all of a date: ``2018-06`` for two days of it.

    ``None`` for no date and for a stretch over the end of a year.
    """
    first, _, last = (iso or "").partition("/")
    if not last:
        return iso
    pairs = zip(first.split("-"), last.split("-"), strict=False)
    return "-".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)) or None


def first_and_last(iso: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of a stretch; two times ``None`` for any other date."""
    may_mean = days(iso) if is_stretch(iso) else None
    return (may_mean[0].isoformat(), may_mean[1].isoformat()) if may_mean else (None, None)


def day_before(iso: str) -> str:
    """The last day before a date of any precision: ``2018-04-30`` for ``2018-05``.

    Raises ValueError for what is no date, OverflowError before the first year there is.
    """
    return (_held(iso)[0] - _ONE_DAY).isoformat()


def day_after(iso: str) -> str:
    """The first day after a date of any precision: ``2018-06-01`` for ``2018-05``.

    Raises ValueError for what is no date, OverflowError after the last year there is.
    """
    return (_held(iso)[1] + _ONE_DAY).isoformat()


def last_day(iso: str) -> str:
    """The last day that a date may mean; raises ValueError for what is no date."""
    return _held(iso)[1].isoformat()


def within(iso: str, wider: str) -> bool:
    """Whether a date is one that ``wider`` may mean: ``2018-05-29`` is within ``2018-05``."""
    if is_stretch(iso) or is_stretch(wider):
        inner, outer = days(iso), days(wider)
        return bool(inner and outer and outer[0] <= inner[0] and inner[1] <= outer[1])
    return iso.startswith(wider)


def crossed(since: str, until: str) -> bool:
    """Whether every day of ``since`` comes after every day of ``until``: nothing is between."""
    return since[: len(until)] > until[: len(since)]


def opening(iso: str) -> str:
    """A date as one day to sort by: ``2018-05`` stands where its first day would."""
    iso = iso.partition("/")[0]
    return iso + "-01" * ((10 - len(iso)) // 3)


def closing(iso: str) -> str:
    """A date as a key to sort by its end: ``2018`` ends after ``2018-05``."""
    iso = iso.rpartition("/")[2]
    return (iso + "-99-99")[:10]


def year_of(iso: str | None) -> str:
    """The year of a date, empty for none."""
    return (iso or "")[:4]


def month_of(iso: str | None) -> str | None:
    """The month of a date (``2018-05``); ``None`` where there is none, or only a year is known."""
    return iso[:7] if iso and len(iso) >= 7 else None


def is_day(iso: str | None) -> bool:
    """Whether a date is known to the day."""
    return len(iso or "") == 10


def first_month(iso: str) -> str:
    """The month in which a date begins; a year alone begins with its first."""
    return opening(iso)[:7]


def months_between(first: str, second: str) -> int:
    """Months from ``2018-05`` to ``2018-08``: 3. Both are known to the month at least."""
    return _count(second) - _count(first)


def months_later(iso: str, by: int) -> str:
    """``months_later("2018-11", 3)`` is ``2019-02``."""
    count = _count(iso) + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def next_month(number: int, iso: str | None) -> str | None:
    """The month of this number (1 to 12) that is in or next after a date.

    ``None`` where there is no date, or only a year.
    """
    held = month_of(iso)
    return months_later(held, (number - 1 - _count(held)) % 12) if held else None


def latest_month(number: int, iso: str | None) -> str | None:
    """The month of this number (1 to 12) that is in or last before a date.

    ``None`` where there is no date, or only a year.
    """
    held = month_of(iso)
    return months_later(held, -((_count(held) - number + 1) % 12)) if held else None


def told(iso: str) -> str:
    """A date as people write it, at its own precision: "6 February 2018", "March 2018", "2018",
    "12 to 13 June 2018".

    What is no date comes back as it is.
    """
    if days(iso) is None:
        return iso
    first, _, last = iso.partition("/")
    if last:
        start, end = told(first).split(), told(last).split()
        pairs = zip(reversed(start), reversed(end), strict=False)
        alike = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        return f"{' '.join(start[: len(start) - alike])} to {' '.join(end)}"
    year, *rest = iso.split("-")
    month = [MONTH_NAMES[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def _held(iso: str) -> tuple[datetime.date, datetime.date]:
    found = days(iso)
    if found is None:
        raise ValueError(f"{iso!r} is no ISO date")
    return found


def _count(iso: str) -> int:
    """Months since the year 0."""
    return int(iso[:4]) * 12 + int(iso[5:7]) - 1
