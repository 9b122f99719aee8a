"""An action as a record: when it was said, by when it is due, what became of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import dates, periods
from corpus.model import Action, Passage, Span
from indexer.entities import action_owners
from indexer.language import phrases

TELLING = frozenset(["covering_report", "performance_report", "report"])
"""Kinds of paper that tell of older meetings."""

_RETURNS = phrases.either("actions", "returns")
_NUMBERED = re.compile(r"\d|[a-z]\s|[A-Z]\.?\d")
_Item = tuple[int, tuple[str, ...]]
Updates = dict[_Item, list[Span]]
"""Passages under 'Update' by the item they stand in."""

_BY = re.compile(r"\b(?:by|before|(?:no|not) later than|on or before|until)(?: the)?\s+$")
_DUE = re.compile(
    rf"\b(?:by the end of|by|before|in|at|to|for|from) (?:the |its |their )?(?:next meeting|"
    rf"(?:{dates.MONTH_IN_FULL})\b(?: 20\d\d)?(?: [\w ]{{0,30}}?meeting)?|"
    r"next (?:month|quarter|week|year)|end of the (?:financial )?year|coming year|near future|"
    rf"end of (?:{dates.MONTH_IN_FULL})\b(?: 20\d\d)?|20\d\d/\d\d(?:\d\d)?)",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    rf"\b(?:from|at|in) the (?P<month>{dates.MONTH_IN_FULL})(?: (?P<year>20\d\d))?\b",
    re.IGNORECASE,
)


def updates(found: Sequence[Passage]) -> Updates:
    """Passages under 'Update' and 'Findings', by the item they stand in."""
    made: Updates = {}
    for passage in found:
        path = passage.section.headings
        if path and _RETURNS.match(path[-1]):
            made.setdefault(item(passage), []).append(passage.span)
    return made


def item(passage: Passage) -> _Item:
    """The part and the numbered headings over a passage: its item on the agenda."""
    path = passage.section.headings
    last = max((at for at, one in enumerate(path) if _NUMBERED.match(one)), default=-1)
    return passage.part.number, path[: last + 1]


def record(text: str, passage: Passage, span: Span, kind: str, updates: Updates) -> Action:
    words = " ".join(text[span.start : span.end].split())
    path = passage.section.headings
    part = passage.part
    told = part.kind in TELLING
    said_on = _told(text, passage, span) if told else _said(words, path, part.said_on)
    due = _due(words)
    older = bool(said_on) and said_on != part.said_on
    later = updates.get(item(passage), []) if older and not told else []
    return Action(
        span,
        part.number,
        kind,
        action_owners.owner(words, part, " ".join(text[passage.span.start : span.start].split())),
        due,
        due_on(due, said_on) if due else None,
        said_on,
        tuple(one for one in later if one.start >= span.end),
    )


def _due(words: str) -> str | None:
    """By when, as printed: a day after 'by', else a month, a meeting or a year."""
    for one in dates.find(words):
        before = _BY.search(words[: one.span.start])
        if one.iso and before:
            return words[before.start() : one.span.end]
    due = _DUE.search(words)
    earlier = _EARLIER.search(words[:60])
    if due and earlier and due.start() <= earlier.start() < due.end():
        due = _DUE.search(words, due.end())
    return due.group() if due else None


def _told(text: str, passage: Passage, span: Span) -> str | None:
    """A paper that tells of an older meeting: the last full date before the end of the sentence."""
    found = [one.iso for one in dates.find(text, passage.span.start, span.end) if one.iso]
    before = [iso for iso in found if not passage.part.said_on or iso < passage.part.said_on]
    return max(before, default=None)


def _said(words: str, path: Sequence[str], said_on: str | None) -> str | None:
    """The day of the older meeting that the heading or the sentence names, else the part's."""
    for place in (*path, words[:60]):
        match = _EARLIER.search(place)
        if match is None or not re.search(r"\bmeeting|\barising", place, re.IGNORECASE):
            continue
        month = dates.month_number(match["month"])
        if match["year"]:
            return f"{match['year']}-{month:02d}"
        if latest := periods.latest_month(month, said_on):
            return latest
    return said_on


def due_on(words: str, said_on: str | None) -> str | None:
    """A month that is due, in the year after the meeting in which it next comes."""
    found = dates.find(words)
    if found and found[0].iso:
        iso = found[0].iso
        # What is due by the end of a month is due on its last day.
        last = "end of" in words.casefold() or periods.is_stretch(iso)
        return periods.last_day(iso) if last else iso
    match = re.search(rf"\b({dates.MONTH_IN_FULL})\b", words, re.IGNORECASE)
    return periods.next_month(dates.month_number(match[1]), said_on) if match else None
