"""The date that a person typed, of any precision: a year, a month, a day; day first.

And the periods in which public bodies count: financial years and their quarters, from April on.
"""

from __future__ import annotations

import re

from corpus.dates import MONTH, MONTH_NAMES, exact, small
from corpus.periods import months_later

TYPED = (
    rf"(?:(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})\.?,?\s+)?(?:19|20)\d\d(?![\d/–-])"
    r"|(?:19|20)\d\d-(?:0\d|1[0-2])(?:-[0-3]\d)?(?![\d/–-]))"
)
"""A date within a query, of any precision, without groups and for a pattern that ignores case:
what ``read`` reads, and no part of "2017/18" or "2018-19"."""

FIRST = re.compile(TYPED, re.IGNORECASE)
"""What such a date is, at the beginning of other words."""

_TYPED_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_TYPED_SLASHED = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})")
_TYPED_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Z]{3,9})\.?,?\s+(?P<year>\d{4})",
    re.IGNORECASE,
)


_FINANCIAL = r"(?:19|20)\d\d\s?(?:/|–|-)\s?(?:(?:19|20)\d\d|\d\d)(?![\d/–-])"
_QUARTERLY = (
    r"(?:q\s?[1-4]|quarter\s(?:[1-4]|one|two|three|four)|(?:first|second|third|fourth)\squarter)"
)
_NAMED = r"(?:(?:fy|financial\syear)\s?)?"
PERIOD = (
    rf"(?:{_QUARTERLY},?\s(?:of\s)?(?:the\s)?{_NAMED}{_FINANCIAL}"
    rf"|{_NAMED}{_FINANCIAL}(?:,?\s{_QUARTERLY})?)"
)
"""A financial year or a quarter of one within a query, as ``TYPED``; what ``period`` reads, and
some that it does not: "2017/19" is no year."""

_PERIOD = re.compile(PERIOD, re.IGNORECASE)
_YEARS = re.compile(r"(\d{4})\s?([/–-])\s?(\d{2,4})")
_QUARTER = re.compile(rf"\b{_QUARTERLY}", re.IGNORECASE)
_COUNTED = {"one": 1, "first": 1, "two": 2, "second": 2, "three": 3, "third": 3}
_FIRST_MONTH = 4
"""A financial year begins in April."""


def period(typed: str) -> tuple[str, str] | None:
    """The first and the last month of a financial year or of a quarter of one, ISO.

    ``2022/23``, ``FY 2022-23``, ``2022/2023``, ``Q4 2022/23``, ``2022/23 Q4``, ``fourth quarter of
    2022/23``: the fourth is January to March. ``None`` for any other words, for years that do not
    follow each other, for ``2009-10``, which is a month, and for ``2017-2018``.
    """
    bare = " ".join(typed.split())
    years = _YEARS.search(bare)
    if years is None or not _PERIOD.fullmatch(bare):
        return None
    year, mark, second = int(years[1]), years[2], years[3]
    if str(year + 1)[-len(second) :] != second:
        return None
    quarter = _QUARTER.search(bare)
    # 2009-10 is a month, and 2017-2018 may be two whole years.
    if read(bare) is not None or (len(second) == 4 and mark != "/" and bare == years.group()):
        return None
    first = f"{year:04d}-{_FIRST_MONTH:02d}"
    if quarter is None:
        return first, months_later(first, 11)
    first = months_later(first, 3 * (_number(quarter.group()) - 1))
    return first, months_later(first, 2)


def is_period(typed: str) -> bool:
    """Whether it is written as a financial year or a quarter of one, right or not."""
    return bool(_PERIOD.fullmatch(typed)) and read(typed) is None


def is_bare_quarter(typed: str) -> bool:
    """Whether it is a quarter of a single year: "Q4 2022" may begin in January or in October."""
    return bool(re.fullmatch(rf"{_QUARTERLY},?\s(?:of\s)?\d{{4}}", typed.strip(), re.IGNORECASE))


def _number(quarter: str) -> int:
    digits = re.search(r"\d", quarter)
    if digits:
        return int(digits.group())
    return next((_COUNTED[word] for word in quarter.lower().split() if word in _COUNTED), 4)


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


def _month_typed(word: str) -> int:
    """The month of a number or of the head of one name; 0, which no calendar holds, for others."""
    if word.isdigit():
        return int(word)
    named = [n for n, name in enumerate(MONTH_NAMES, 1) if name.lower().startswith(small(word))]
    return named[0] if len(named) == 1 else 0
