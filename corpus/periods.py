"""ISO dates as precise as their source (``2018-05-29``, ``2018-05``, ``2018``): which days each may
mean, how two of them compare, what stands beside them, and how a person writes them.

Every date that Minuted keeps is one of these or ``None``; written words become one in
``corpus.dates``.
"""

from __future__ import annotations

import calendar
import datetime
import re

from corpus.dates import MONTH_NAMES

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_ONE_DAY = datetime.timedelta(days=1)


def days(iso: str | None) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that a date may mean; ``None`` for what is no date."""
    match = _ISO.fullmatch(iso or "")
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
    return iso.startswith(wider)


def crossed(since: str, until: str) -> bool:
    """Whether every day of ``since`` comes after every day of ``until``: nothing is between."""
    return since[: len(until)] > until[: len(since)]


def opening(iso: str) -> str:
    """A date as one day to sort by: ``2018-05`` stands where its first day would."""
    return iso + "-01" * ((10 - len(iso)) // 3)


def closing(iso: str) -> str:
    """A date as a key to sort by its end: ``2018`` ends after ``2018-05``."""
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
    """A date as people write it, at its own precision: "6 February 2018", "March 2018", "2018".

    What is no date comes back as it is.
    """
    if days(iso) is None:
        return iso
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
