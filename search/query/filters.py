"""Dates and kinds of document written in a query, as filters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import periods, typed_dates
from corpus.errors import BadFilter, BadQuery
from corpus.fields import FIELD_NAMES
from corpus.kinds import asked_for
from search.index import Filter
from search.results import Recognised

_MOST_FILTERS = 8
"""Dates and kinds that are read out of one query; a text with more is no query."""

_DATE = rf"({typed_dates.PERIOD}|{typed_dates.TYPED})"
_BETWEEN = re.compile(
    rf"\b(?:between|from)\s+{_DATE}\s+(?:and|to|until|till|-|–)\s+{_DATE}", re.IGNORECASE
)
_ONE_DATE = re.compile(
    r"\b(since|from|as of|after|before|until|till|up to|in|during|of|for)\s+"
    rf"(?:the year\s+)?({typed_dates.TYPED})",
    re.IGNORECASE,
)

# "The budget for 2022/23" is a thing, and spoken of before that year begins.
_ONE_PERIOD = re.compile(
    r"\b(since|from|as of|after|before|until|till|up to|in|during)\s+(?:the\s+)?"
    rf"({typed_dates.PERIOD})",
    re.IGNORECASE,
)

_KINDS = tuple(
    (re.compile(rf"\b(?:in|from)\s+(?:the\s+|all\s+)?(?:{words})\b", re.IGNORECASE), kinds)
    for words, kinds in asked_for().items()
)


@dataclass(frozen=True, slots=True)
class Read:
    """Something found in the words: where it stands, and what it asks of the filter."""

    start: int
    end: int
    recognised: Recognised
    where: Filter


def written(text: str) -> Iterator[Read]:
    """Dates and kinds written in the text, as they are found, never overlapping."""
    taken: list[tuple[int, int]] = []
    for found in _all_written(text):
        if len(taken) == _MOST_FILTERS:
            return
        if not any(found.start < end and start < found.end for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def without(text: str, found: Sequence[Read]) -> str:
    """The text less what was read out of it, on one line."""
    for read_ in sorted(found, key=lambda r: -r.start):
        text = text[: read_.start] + " " + text[read_.end :]
    return " ".join(text.split()).strip(" ,;")


def narrow(one: Filter, other: Filter) -> Filter:
    """Both filters at once; raises BadFilter where nothing can satisfy both."""

    def both(name: str) -> tuple[str, ...]:
        mine, theirs = one[name], other[name]
        if not mine or not theirs:
            return mine or theirs
        kept = tuple(value for value in theirs if value in mine)
        if not kept:
            raise BadFilter(
                f"Nothing is of both {' or '.join(mine)} and {' or '.join(theirs)}. "
                "Take one of the two back."
            )
        return kept

    since = max((d for d in (one.since, other.since) if d), default=None)
    # Of two that end together the more precise one, and "2018" ends after "2018-05".
    until = min((d for d in (one.until, other.until) if d), key=periods.closing, default=None)
    if since and until and periods.crossed(since, until):
        raise BadFilter(
            f"Nothing can be since {since} and until {until}. Swap the two dates, or leave one out."
        )
    return Filter.of(since, until, **{name: both(name) for name in FIELD_NAMES})


def _all_written(text: str) -> Iterator[Read]:
    for m in _BETWEEN.finditer(text):
        first, last = _days(m, 1), _days(m, 2)
        if first and last:
            value = Recognised("between", m.group(), f"{first[0]} to {last[1]}")
            yield Read(m.start(), m.end(), value, Filter(since=first[0], until=last[1]))
    for pattern in (_ONE_PERIOD, _ONE_DATE):
        for m in pattern.finditer(text):
            kind, days = " ".join(m.group(1).lower().split()), _days(m, 2)
            if days:
                value = Recognised(kind, m.group(), " to ".join(dict.fromkeys(days)))
                yield Read(m.start(), m.end(), value, _bound(kind, *days))
    for pattern, kinds in _KINDS:
        for m in pattern.finditer(text):
            value = Recognised("kind", m.group(), ", ".join(kinds))
            yield Read(m.start(), m.end(), value, Filter.of(kind=kinds))


def _days(match: re.Match[str], group: int) -> tuple[str, str] | None:
    """The first and last date of what a group holds, as precise as written; ``None`` for two years
    that are no financial year. Raises BadQuery if no calendar has it."""
    if typed_dates.is_period(match[group]):
        return typed_dates.period(match[group])
    date = typed_dates.read(match[group])
    if date is None:
        raise BadQuery(
            f"There is no such day as in {match.group()!r}. Correct the date, or put the words in "
            "quotation marks to look for them as they stand."
        )
    return date, date


def _bound(kind: str, first: str, last: str) -> Filter:
    """What a preposition before a date asks for; 'since' and 'until' hold the date itself."""
    match kind:
        case "since" | "from" | "as of":
            return Filter(since=first)
        case "after":
            return Filter(since=periods.day_after(last))
        case "before":
            return Filter(until=periods.day_before(first))
        case "until" | "till" | "up to":
            return Filter(until=last)
        case _:
            return Filter(since=first, until=last)
