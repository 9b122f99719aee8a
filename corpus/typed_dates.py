"""The date that a person typed, of any precision: a year, a month, a day; day first."""

from __future__ import annotations

import re

from corpus.dates import MONTH, MONTH_NAMES, exact, small

TYPED = (
    rf"(?:(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH})\.?,?\s+)?(?:19|20)\d\d(?![\d/–-])"
    r"|(?:19|20)\d\d-(?:0\d|1[0-2])(?:-[0-3]\d)?(?![\d/–-]))"
)
"""A date within a query, of any precision, without groups and for a pattern that ignores case:
what ``read`` reads, and no part of "2017/18" or "2018-19"."""

_TYPED_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_TYPED_SLASHED = re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})")
_TYPED_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Z]{3,9})\.?,?\s+(?P<year>\d{4})",
    re.IGNORECASE,
)


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
